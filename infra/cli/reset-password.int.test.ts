import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { startPortalProcess } from '../test/portal-process.ts'
import { TestBrowser } from '../test/test-portal.ts'
import { until } from '../test/fresh.ts'
import { startAnnouncedPortal } from './announced-portal.ts'
import { runCli } from './cli-process.ts'

const folders: string[] = []
const freshFolder = async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'medianest-reset-'))
  folders.push(folder)
  return folder
}
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
})

const signIn = (base: string, password: string) =>
  new TestBrowser(base).call('POST', '/api/auth/admin', { username: 'admin', password })

describe('beside a running portal', () => {
  it('ends the sessions at once, and the journal says who did it', async () => {
    const at = await startAnnouncedPortal()
    try {
      const browser = await new TestBrowser(at.portal.url).signInAsAdmin()
      expect((await browser.call('GET', '/api/auth/session')).status).toBe(200)
      const ran = await runCli(['reset-password', 'ADMIN', '--json', '--data-dir', at.dataDir])
      expect(ran).toMatchObject({ code: 0, stderr: '' })
      const reset = JSON.parse(ran.stdout) as { username: string; password: string; sessionsEnded: number }
      expect(reset).toEqual({ username: 'admin', password: expect.any(String), sessionsEnded: 1 })
      await until(async () => (await browser.call('GET', '/api/auth/session')).status === 401)
      expect((await signIn(at.portal.url, reset.password)).json.data).toMatchObject({ passwordChangeRequired: true })
      await until(async () => {
        const { stdout } = await runCli(['journal', '--type', 'password-changed', '--json', '--data-dir', at.dataDir])
        return stdout.includes('"how": "operator"') && stdout.includes('"actor": "operator"')
      })
      const nobody = await runCli(['reset-password', 'nobody', '--data-dir', at.dataDir])
      expect(nobody).toMatchObject({ code: 1, stdout: '', stderr: 'There is no account "nobody".\n' })
    } finally {
      await at.stop()
    }
  })
})

describe('on a stopped portal', () => {
  it('starts the database for this alone, and leaves nothing running', async () => {
    const dataDir = await freshFolder()
    const first = await startPortalProcess({ dataDir })
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)

    const ran = await runCli(['reset-password', '--data-dir', dataDir])
    expect(ran).toMatchObject({ code: 0, stderr: '' })
    const password = /Sign in as {8}admin\n {2}One-time password (\S+)/.exec(ran.stdout)?.[1] ?? ''

    const second = await startPortalProcess({ dataDir })
    expect((await signIn(second.url, password)).status).toBe(200)
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  }, 90_000)

  it('says so where there is no database', async () => {
    const dataDir = await freshFolder()
    const ran = await runCli(['reset-password', '--data-dir', dataDir])
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no database in /) })
  })
})
