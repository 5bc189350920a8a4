import { mkdtemp, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../cli/cli-process.ts'
import { startSeerr } from '../stand-ins/services.ts'
import { until } from '../test/fresh.ts'
import { killAll, startPortalProcess, untilGone } from '../test/portal-process.ts'
import type { Seen } from '../test/processes.ts'
import { adminPassword, TestBrowser } from '../test/test-portal.ts'

const BACKUP_PASSPHRASE = 'what the backups are wrapped by'
const ADMIN_PASSWORD = 'first password'

let folder: string
const seen: Seen[] = []
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-restore-'))
})
afterAll(async () => {
  killAll(seen)
  await rm(folder, { recursive: true, force: true })
})

async function start(dataDir: string) {
  const portal = await startPortalProcess({ dataDir, env: { BACKUP_PASSPHRASE, ADMIN_PASSWORD } })
  const own = portal.all()
  seen.push(...own)
  return {
    browser: new TestBrowser(portal.url),
    async stop() {
      portal.child.kill('SIGTERM')
      expect(await portal.ended).toBe(0)
      await untilGone(own, 3000)
    },
  }
}

const itemsAt = async (browser: TestBrowser, at: string): Promise<Record<string, unknown>[]> =>
  (await browser.call('GET', at)).json.data?.['items'] as Record<string, unknown>[]
const addresses = async (browser: TestBrowser): Promise<string[]> =>
  (await itemsAt(browser, '/api/admin/webhooks')).map(({ url }) => String(url).replace(/^.*\/hooks\//, ''))
const factsAt = async (browser: TestBrowser): Promise<unknown[]> =>
  (await itemsAt(browser, '/api/admin/journal?domain=status&kind=event')).map(({ id }) => id)
const monitor = (name: string) => ({ name, kind: 'http', target: 'http://127.0.0.1:9/', enabled: false })

test('a house goes on in an empty data folder: who signs in, what was set, secrets and the journal', async () => {
  const [dataDir, other] = [path.join(folder, 'one'), path.join(folder, 'two')]
  const first = await start(dataDir)
  await first.browser.signInAsAdmin()
  const added = await first.browser.call('POST', '/api/admin/monitors', monitor('NAS'))
  expect(added.status).toBe(201)
  const facts = await until(async () => {
    const ids = await factsAt(first.browser)
    return ids.length > 0 && ids
  })
  const hooks = await addresses(first.browser)

  // by the page, and by the command beside the running portal
  const made = await first.browser.call('POST', '/api/admin/backups', {})
  expect(made).toMatchObject({ status: 201, json: { data: { withKey: true, sizeBytes: expect.any(Number) } } })
  const file = path.join(dataDir, 'backups', String(made.json.data?.['file']))
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const list = await first.browser.call('GET', '/api/admin/backups')
  expect(list.json.data).toMatchObject({ items: [made.json.data], hasPassphrase: true, lastFailure: null, keep: 30 })
  const elsewhere = path.join(folder, 'elsewhere')
  const byHand = await runCli(['backup', '--json', '--data-dir', dataDir, '--to', elsewhere], { BACKUP_PASSPHRASE })
  expect(byHand).toMatchObject({ code: 0, stderr: '' })
  const whole = await runCli(['backup', '--list', '--data-dir', dataDir])
  expect(whole).toMatchObject({ code: 0, stdout: expect.stringMatching(/inside +whole/) })

  const restore = (
    from: string,
    into: string,
    env: Record<string, string> = { BACKUP_PASSPHRASE },
    ...more: string[]
  ) => runCli(['restore', from, '--data-dir', into, ...more], env)
  expect(await restore(file, dataDir)).toMatchObject({ code: 1, stderr: expect.stringMatching(/^Another MediaNest/) })
  const { cookie } = first.browser
  await first.stop()

  expect(await restore(file, dataDir)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('--replace deletes it'),
  })
  expect(await restore(file, other, { BACKUP_PASSPHRASE: 'not the one that it was' })).toEqual({
    code: 1,
    stdout: '',
    stderr: 'This is not the pass phrase that the backup was made with.\n',
  })
  expect(await restore(file, other, {})).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/needs its pass phrase/),
  })
  const cut = path.join(folder, 'cut.backup')
  await writeFile(cut, await readFile(file))
  await truncate(cut, 2000)
  expect(await restore(cut, other)).toMatchObject({
    code: 1,
    stderr: `${cut} cannot be restored. Its end is missing: it was cut off.\n`,
  })

  const restored = await restore(file, other)
  expect(restored).toMatchObject({ code: 0, stderr: '', stdout: expect.stringMatching(/^Restored: \d+ rows of /) })
  expect(restored.stdout).not.toContain(BACKUP_PASSPHRASE)
  expect(await readFile(path.join(other, 'secret.key'), 'utf8')).toBe(
    await readFile(path.join(dataDir, 'secret.key'), 'utf8'),
  )
  expect((await stat(path.join(other, 'secret.key'))).mode & 0o777).toBe(0o600)

  const second = await start(other)
  const fresh = second.browser
  const signedIn = await fresh.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword })
  expect(signedIn.status).toBe(200)
  // a session of then is one now
  const stayed = new TestBrowser(fresh.base)
  stayed.cookie = cookie
  expect((await stayed.call('GET', '/api/auth/session')).status).toBe(200)
  expect(await addresses(fresh)).toEqual(hooks)
  expect(await itemsAt(fresh, '/api/admin/monitors')).toMatchObject([{ name: 'NAS' }])
  expect(await factsAt(fresh)).toEqual(expect.arrayContaining(facts))
  // and life goes on: commands are done, facts are written down, backups are made
  expect((await fresh.call('POST', '/api/admin/monitors', monitor('Printer'))).status).toBe(201)
  await until(async () => (await factsAt(fresh)).length > facts.length)
  const hooked = await fetch(`${fresh.base}/hooks/${hooks[0]}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"notification_type":"TEST_NOTIFICATION","subject":"Test","message":"Hello"}',
  })
  expect(hooked.status).toBe(202)
  await until(async () => (await itemsAt(fresh, '/api/admin/journal?type=requests.webhook-tested')).length === 1)
  expect((await fresh.call('POST', '/api/admin/backups', {})).status).toBe(201)
  await second.stop()

  // the first house again, with what the copy has
  const replaced = await restore(path.join(elsewhere, String(JSON.parse(byHand.stdout).file)), dataDir, {}, '--replace')
  expect(replaced).toMatchObject({ code: 0, stderr: '' })
  const again = await start(dataDir)
  expect(
    (await again.browser.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword })).status,
  ).toBe(200)
  await again.stop()
}, 120_000)

test('what waits for Seerr waits in the restored house too, and goes out once', async () => {
  const [dataDir, other] = [path.join(folder, 'asking'), path.join(folder, 'asking again')]
  const seerr = await startSeerr()
  const first = await start(dataDir)
  await first.browser.signInAsAdmin()
  const connected = await first.browser.call('PUT', '/api/admin/services/overseerr', {
    url: seerr.url,
    apiKey: seerr.key,
  })
  expect(connected.status).toBe(200)
  const [there, wanted] = seerr.seerr.world.titles
    .filter(({ mediaType }) => mediaType === 'movie')
    .map(({ tmdbId }) => tmdbId)
  const ask = (browser: TestBrowser, tmdbId: number | undefined) =>
    browser.call('POST', '/api/media/request', { mediaType: 'movie', tmdbId })
  expect((await ask(first.browser, there)).status).toBe(201)
  await seerr.down()
  expect((await ask(first.browser, wanted)).json.data).toMatchObject({ status: 'waiting' })
  const rule = { name: 'Old films', condition: { toYear: 1980 } }
  expect((await first.browser.call('POST', '/api/admin/requests/rules', rule)).status).toBe(201)
  const asked = await itemsAt(first.browser, '/api/media/requests')
  const made = await first.browser.call('POST', '/api/admin/backups', {})
  await first.stop()
  const file = path.join(dataDir, 'backups', String(made.json.data?.['file']))
  expect(await runCli(['restore', file, '--data-dir', other], { BACKUP_PASSPHRASE })).toMatchObject({ code: 0 })

  const second = await start(other)
  await second.browser.call('POST', '/api/auth/admin', { username: 'admin', password: adminPassword })
  const found = await itemsAt(second.browser, '/api/media/requests')
  expect(found.map(({ id }) => id)).toEqual(asked.map(({ id }) => id))
  expect(await itemsAt(second.browser, '/api/admin/requests/rules')).toMatchObject([rule])
  await seerr.up()
  await until(() => seerr.seerr.requestsFor(wanted!).length > 0, { timeoutMs: 40_000 })
  await until(
    async () => !(await itemsAt(second.browser, '/api/media/requests')).some(({ status }) => status === 'waiting'),
    { timeoutMs: 20_000 },
  )
  expect([there, wanted].map((id) => seerr.seerr.requestsFor(id!).length)).toEqual([1, 1])
  await second.stop()
  await seerr.stop()
}, 120_000)

test('keys rotate and backups are made on a stopped portal as well', async () => {
  const dataDir = path.join(folder, 'one')
  const before = await readFile(path.join(dataDir, 'secret.key'), 'utf8')
  const rotated = await runCli(['rotate-key', '--data-dir', dataDir])
  expect(rotated).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^A new key seals from now on: [0-9a-f]{8}\./),
  })
  expect(await readFile(path.join(dataDir, 'secret.key'), 'utf8')).not.toBe(before)
  expect(await runCli(['backup', '--data-dir', dataDir], { BACKUP_PASSPHRASE })).toMatchObject({ code: 0, stderr: '' })
  const portal = await start(dataDir)
  await portal.browser.signInAsAdmin()
  expect(await addresses(portal.browser)).toHaveLength(2)
  // the names of people, whose keys lie in a state that the stopped portal could not be asked for
  const signedIn = await until(async () => (await itemsAt(portal.browser, '/api/admin/journal?type=auth.signed-in'))[0])
  expect(signedIn).toMatchObject({ data: { username: 'admin' } })
  await portal.stop()
}, 60_000)

test('a wrong house key is refused at the start, in a sentence', async () => {
  const dataDir = path.join(folder, 'one')
  await expect(startPortalProcess({ dataDir, env: { ENCRYPTION_KEY: 'not the key of this house' } })).rejects.toThrow(
    /ended with 1:[^]*ENCRYPTION_KEY is not the key that sealed the secrets in the database/,
  )
}, 60_000)

test('a house key that is gone is asked for, and none is left in its place', async () => {
  const dataDir = path.join(folder, 'one')
  const key = path.join(dataDir, 'secret.key')
  await rename(key, `${key}.lost`)
  for (let turn = 0; turn < 2; turn += 1)
    await expect(startPortalProcess({ dataDir })).rejects.toThrow(
      /ended with 1:[^]*There is no .*secret\.key, and the secrets in the database were sealed by one: put it back/,
    )
  await expect(stat(key)).rejects.toThrow('ENOENT')
}, 60_000)
