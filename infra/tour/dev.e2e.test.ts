import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { expect, it } from 'vitest'
import { findChromium } from '../test/chromium.ts'
import { freePorts, until } from '../test/fresh.ts'
import { killAll, spawnPortal } from '../test/portal-process.ts'

it('serves the page with hot reload on the next port, and one can sign in there', async () => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-dev-'))
  const [port = 0] = await freePorts(1)
  const command = [process.execPath, 'infra/launch.mjs', 'infra/dev.ts']
  const dev = spawnPortal({ dataDir, command, env: { PORT: String(port) } })
  const browser = await chromium.launch({ executablePath: findChromium() ?? '' })
  try {
    await until(() => dev.output().includes('"readyMs"') && /changing as you write: (\S+)/.test(dev.output()), {
      timeoutMs: 45_000,
    })
    const page = await browser.newPage()
    page.setDefaultTimeout(20_000)
    await page.goto(/changing as you write: (\S+)/.exec(dev.output())![1]!)
    await page.getByLabel('Name').fill('admin')
    await page.getByLabel('Password', { exact: true }).fill(/One-time password (\S+)/.exec(dev.output())![1]!)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByLabel('Current password').waitFor()
    dev.child.kill('SIGTERM')
    expect(await dev.ended).toBe(0)
  } finally {
    await browser.close()
    killAll(dev.all())
    await rm(dataDir, { recursive: true, force: true })
  }
})
