import { readFileSync, statSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { until } from './fresh.ts'
import { killAll, spawnPortal, startPortalProcess, untilGone } from './portal-process.ts'
import type { StartOptions } from './portal-process.ts'
import type { Seen } from './processes.ts'

const OLD_NODE =
  "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.0.0'}})"
const BY_OLD_NODE = [process.execPath, '--import', OLD_NODE, 'infra/launch.mjs', 'infra/main.ts']
const BY_NPM = ['npm', 'start']

let dataDir: string
const seen: Seen[] = []

/** Starts a portal on the shared data folder (made by the first test) and remembers its processes. */
async function started(options: Partial<StartOptions> = {}) {
  const portal = await startPortalProcess({ dataDir, ...options })
  const all = portal.all()
  seen.push(...all)
  return { ...portal, seen: all }
}

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-two-commands-'))
})
afterEach(() => killAll(seen.splice(0)))
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true })
})

describe('the first start', () => {
  test('takes empty variables for unset, shows the password once and keeps it out of the log', async () => {
    const empty = { DATABASE_URL: '', NATS_URL: ' ', ROLES: '', PUBLIC_URL: '', ADMIN_PASSWORD: '', LOG_LEVEL: '' }
    const first = await started({ env: empty })
    const [, password = ''] = /One-time password (\S+)/.exec(first.output()) ?? []
    expect(password).not.toBe('')
    expect(first.output()).toContain(dataDir)
    const logged = first
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
    expect(logged.join('\n')).not.toContain(password)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
    await untilGone(first.seen, 1000)

    const second = await started()
    expect(second.output()).not.toContain('One-time password')
    second.child.kill('SIGTERM')
    expect(await second.ended).toBe(0)
  })

  test('keeps the data to their owner', () => {
    for (const name of ['secret.key', 'postgres.password', 'nats.conf', 'nats.password']) {
      expect([name, statSync(path.join(dataDir, name)).mode & 0o777]).toEqual([name, 0o600])
    }
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
  })
})

describe('a second start on the same data folder', () => {
  test('is refused with a sentence within 10 s, and the first goes on', async () => {
    const first = await started()
    const second = spawnPortal({ dataDir })
    const begun = performance.now()
    expect(await second.ended).toBe(1)
    expect(performance.now() - begun).toBeLessThan(10_000)
    expect(second.output()).toContain(`already uses the data folder ${dataDir}`)
    expect((await fetch(first.url)).status).toBeLessThan(500)
    first.child.kill('SIGTERM')
    expect(await first.ended).toBe(0)
  })
})

describe('SIGKILL', () => {
  test.each([
    ['the portal', undefined],
    ['npm', BY_NPM],
    ['the launcher of an old Node', BY_OLD_NODE],
  ])('of %s leaves nothing after 3 s, and the next start recovers', async (_, command) => {
    const killed = await started({ command })
    expect(killed.seen.length).toBeGreaterThan(3)
    killed.child.kill('SIGKILL')
    await untilGone(killed.seen, 3000)
    const next = await started()
    next.child.kill('SIGTERM')
    expect(await next.ended).toBe(0)
  })

  test('of the embedded servers is mended while the portal goes on', async () => {
    const portal = await started()
    const servers = portal.seen.filter(({ command }) => /nats-server -c|postgres -D/.test(command))
    expect(servers).toHaveLength(2)
    killAll(servers)
    const back = () => portal.all().filter(({ command }) => /nats-server -c|postgres -D/.test(command))
    await until(() => (portal.output().match(/serves again/g) ?? []).length === 2, { timeoutMs: 15_000 })
    expect(back()).toHaveLength(2)
    seen.push(...portal.all())
    portal.child.kill('SIGTERM')
    expect(await portal.ended).toBe(0)
  })
})

describe('SIGTERM', () => {
  test.each([
    ['npm', BY_NPM],
    ['the launcher of an old Node', BY_OLD_NODE],
  ])('to %s drains and ends with 0', async (_, command) => {
    const portal = await started({ command })
    portal.child.kill('SIGTERM')
    expect(await portal.ended).toBe(0)
    await untilGone(portal.seen, 2000)
    expect(portal.output()).toContain('"because":"signal"')
  })

  test('to the portal alone lets npm start end with 0', async () => {
    const portal = await started({ command: BY_NPM })
    process.kill(portal.portal(), 'SIGTERM')
    expect(await portal.ended).toBe(0)
    await untilGone(portal.seen, 2000)
  })

  test.each([
    ['npm', BY_NPM],
    ['an old Node', BY_OLD_NODE],
  ])('to the whole group of %s ends everything within 10 s, with 0', async (_, command) => {
    const portal = await started({ command })
    process.kill(-(portal.child.pid ?? 0), 'SIGTERM')
    expect(await portal.ended).toBe(0)
    await untilGone(portal.seen, 10_000)
  })
})

describe('a data folder', () => {
  test('of a newer release is refused with a sentence and left as it is', async () => {
    await writeFile(path.join(dataDir, 'version'), '999\n')
    const refused = spawnPortal({ dataDir })
    expect(await refused.ended).toBe(1)
    expect(refused.output()).toContain('written by a newer release')
    expect(readFileSync(path.join(dataDir, 'version'), 'utf8')).toBe('999\n')
  })

  test('of an older release is upgraded', async () => {
    await rm(path.join(dataDir, 'version'))
    const portal = await started()
    expect(portal.output()).toContain('the data folder was upgraded')
    portal.child.kill('SIGTERM')
    expect(await portal.ended).toBe(0)
    expect(readFileSync(path.join(dataDir, 'version'), 'utf8')).toMatch(/^[1-9]\d*\n$/)
  })
})

test('a wrong variable is named in one sentence', async () => {
  const refused = spawnPortal({ dataDir, env: { PORT: 'eighty' } })
  expect(await refused.ended).toBe(2)
  expect(refused.output().trim()).toMatch(/^PORT must be a port number.*\.$/)
})
