import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type AnnouncedPortal, startAnnouncedPortal } from '../cli/announced-portal.ts'
import { runCli } from '../cli/cli-process.ts'
import type { Check } from './check.ts'
import { dataFolder } from './data-folder.ts'
import { flushing, nats } from './nats.ts'
import { nodeVersion } from './this-machine.ts'
import { judged } from './streams.ts'

interface Verdict {
  healthy: boolean
  checks: Check[]
}
const states = (checks: readonly Check[]) => Object.fromEntries(checks.map(({ name, state }) => [name, state]))

describe('the doctor', () => {
  let at: AnnouncedPortal
  beforeAll(async () => {
    at = await startAnnouncedPortal()
  })
  afterAll(() => at.stop())
  const examine = async () => {
    const ran = await runCli(['doctor', '--json', '--data-dir', at.dataDir])
    return { code: ran.code, ...(JSON.parse(ran.stdout) as Verdict) }
  }

  it('finds a running portal and its servers well', async () => {
    const { code, healthy, checks } = await examine()
    const found = states(checks)
    expect(found).toMatchObject({
      Node: 'ok',
      'data folder': 'ok',
      'data version': 'ok',
      portal: 'ok',
      readiness: 'ok',
      'dead letters': 'ok',
      PostgreSQL: 'ok',
      'domain roles': 'ok',
      outboxes: 'ok',
      NATS: 'ok',
      streams: 'ok',
      'cache folder': 'ok',
    })
    expect(checks.find(({ name }) => name === 'flushing')?.sentence).toMatch(/^unknown: /)
    expect([code, healthy]).toEqual([0, true])
    expect(JSON.stringify(checks)).not.toContain(new URL(at.databaseUrl).password || 'no password')
  })

  it('warns of what waits in an outbox, and fails when it waits long', async () => {
    const client = new Client({ connectionString: at.databaseUrl })
    await client.connect()
    // waits for a later time, so that the sweeper lets it be; only then is it old
    const insert = `insert into auth._outbox (id, stream, subject, headers, body, not_before, created_at)
      values (gen_random_uuid(), 'no-such-stream', 'nowhere.x', '{}', '{}', $1, $2)`
    await client.query(insert, [new Date(Date.now() - 60_000), new Date(Date.now() - 60_000)])
    expect(states((await examine()).checks)['outboxes']).toBe('warn')
    await client.query(insert, [null, new Date(Date.now() - 900_000)])
    const { code, checks } = await examine()
    expect(checks.find(({ name }) => name === 'outboxes')).toMatchObject({
      state: 'fail',
      sentence: expect.stringContaining('auth 2'),
    })
    expect(code).toBe(1)
    await client.query("delete from auth._outbox where stream = 'no-such-stream'")
    await client.end()
  })

  it('prints a checklist that fits', async () => {
    const { stdout } = await runCli(['doctor', '--data-dir', at.dataDir], { COLUMNS: '60' })
    expect(stdout).toMatch(/^ok {4}Node +Node 24/)
    expect(stdout).toMatch(/\d+ ok, \d+ to look at, 0 failed\.\n$/)
  })

  it('looks at a portal elsewhere through its door alone', async () => {
    const ran = await runCli(['doctor', '--json', '--url', at.portal.url, '--key', at.operatorToken])
    expect(ran.stderr).toBe('')
    const { checks } = JSON.parse(ran.stdout) as Verdict
    expect(states(checks)).toEqual({ Node: 'ok', portal: 'ok', readiness: 'ok', 'dead letters': 'ok' })
  })
})

describe('single checks', () => {
  const folders: string[] = []
  const servers: Server[] = []
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close()
    await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
  })
  const freshFolder = async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'medianest-doctor-'))
    folders.push(folder)
    return folder
  }
  /** A monitoring address that answers so. */
  const monitor = async (answer: unknown) => {
    const server = createServer((_, response) => response.end(JSON.stringify(answer)))
    servers.push(server)
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  it('a data folder: open to others, of a newer release, missing, without a portal', async () => {
    const folder = await freshFolder()
    expect(states(await dataFolder(folder))).toMatchObject({ 'data folder': 'ok', 'data version': 'warn' })
    await chmod(folder, 0o755)
    await writeFile(path.join(folder, 'version'), '999\n')
    expect(states(await dataFolder(folder))).toMatchObject({ 'data folder': 'fail', 'data version': 'fail' })
    expect(states(await dataFolder(path.join(folder, 'none')))).toEqual({ 'data folder': 'fail' })
    const ran = await runCli(['doctor', '--data-dir', folder])
    expect(ran).toMatchObject({ code: 1, stdout: expect.stringContaining('No portal is running') })
  })

  it('flushing: flushes, lazy, unknown', async () => {
    const always = await monitor({ config: { sync_interval: 120e9, sync_always: true } })
    expect(await flushing(always)).toMatchObject({ state: 'ok', sentence: expect.stringMatching(/^flushes/) })
    const lazy = await monitor({ config: { sync_interval: 120e9 } })
    expect(await flushing(lazy)).toMatchObject({ state: 'warn', sentence: expect.stringMatching(/^lazy: .* 120 s/) })
    expect(await flushing(await monitor({}))).toMatchObject({
      state: 'warn',
      sentence: expect.stringMatching(/^unknown/),
    })
    expect(await flushing('http://127.0.0.1:1')).toMatchObject({
      state: 'warn',
      sentence: expect.stringMatching(/^unknown/),
    })
    expect(await flushing(undefined)).toMatchObject({ state: 'warn', sentence: expect.stringMatching(/^unknown/) })
  })

  it('NATS: nobody there; the password is never shown', async () => {
    const dead = await nats('nats://user:hush@127.0.0.1:1')
    expect(dead).toMatchObject({ state: 'fail' })
    expect(dead.sentence).not.toContain('hush')
  })

  it('streams: one that refuses work when full is worse than one that forgets', () => {
    const level = (percent: number | undefined, refuses: boolean) => [{ stream: 'X', percent, refuses }]
    expect(judged('streams', level(99, true)).state).toBe('fail')
    expect(judged('streams', level(85, true)).state).toBe('warn')
    expect(judged('streams', level(99, false)).state).toBe('warn')
    expect(judged('streams', level(85, false)).state).toBe('ok')
    expect(judged('streams', level(undefined, false)).state).toBe('fail')
  })

  it('Node', () => {
    expect([nodeVersion('24.0.0').state, nodeVersion('22.9.0').state]).toEqual(['ok', 'fail'])
  })
})
