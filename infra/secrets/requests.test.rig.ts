import { expect } from 'vitest'
import { startSeerr } from '../stand-ins/services.ts'
import type { startPlexServer } from '../stand-ins/plex-server.ts'
import type { startPlexTv } from '../stand-ins/plex-tv.ts'
import { until } from '../test/fresh.ts'
import { MACHINE, made, type Place } from './exercises.test.rig.ts'
import { WatchedBrowser } from './watched-browser.test.rig.ts'

type PlexTv = Awaited<ReturnType<typeof startPlexTv>>
type PlexServer = Awaited<ReturnType<typeof startPlexServer>>

/** Why somebody declined, for whoever asked and for admins: on the page, in their notices, in the journal and its audit. */
const REASON_SHOWN =
  /\/api\/media\/requests|\/api\/notices|the live feed|journal|audit|table requests\.(request|step)$|table alerts\.(delivery|notice)$|^file (postgres|backups)/
/** What a problem report says, for whoever reported it and for admins. */
const REPORT_SHOWN = /\/api\/media\/issues/

/** Somebody with a share of the Plex server asks, is declined, reports a problem and browses; then it all goes wrong. */
export async function askForTitles(
  admin: WatchedBrowser,
  { heap, portal, standIns }: Place,
  { plexTv, plexServer }: { plexTv: PlexTv; plexServer: PlexServer },
): Promise<void> {
  const shared = plexTv.addPerson({ id: 42, username: 'dana', email: 'dana@example.test', shared: [MACHINE] })
  heap.plant('a member’s Plex token', shared.token)
  heap.plant('the Plex server’s token for a member', plexTv.serverToken(shared, MACHINE))
  const seerr = await startSeerr('seerr', { key: heap.plant('Seerr’s key', made('key')) })
  standIns.push(seerr)
  seerr.seerr.addUser({ email: 'dana@example.test', plexUsername: 'dana', plexId: 42 })
  const connected = await admin.call('PUT', '/api/admin/services/overseerr', { url: seerr.url, apiKey: seerr.key })
  expect(connected.status, connected.text).toBe(200)
  const installed = await admin.call('POST', '/api/admin/webhooks/overseerr/install', {})
  expect(installed.status, installed.text).toBe(200)
  const dana = await enter(admin, { heap, portal, standIns })
  await link(dana, plexTv, shared)

  const films = seerr.seerr.world.titles.filter(({ mediaType }) => mediaType === 'movie')
  const [wanted, other, there] = films.map(({ tmdbId }) => tmdbId)
  const ask = (tmdbId: number | undefined) => dana.call('POST', '/api/media/request', { mediaType: 'movie', tmdbId })
  const asked = await ask(wanted)
  expect(asked.status, asked.text).toBe(201)
  const reason = heap.plant('why it was declined', made('too long for us'), REASON_SHOWN)
  const id = String(asked.json.data?.['id'])
  const declined = await admin.call('POST', `/api/media/requests/${id}/decline`, { reason })
  expect(declined.status, declined.text).toBe(200)
  seerr.seerr.markAvailable(there!)
  const message = heap.plant('what a problem report says', made('it squeaks'), REPORT_SHOWN)
  const issue = { mediaType: 'movie', tmdbId: there, kind: 'audio', message }
  const opened = await dana.call('POST', '/api/media/issues', issue)
  expect(opened.status, opened.text).toBe(201)
  const comments = `/api/media/issues/${String(opened.json.data?.['id'])}/comments`
  const say = (words: string) => dana.call('POST', comments, { message: heap.plant(words, made(words), REPORT_SHOWN) })
  expect((await say('what is said about a problem')).status).toBe(201)
  // a reason that is too long, and one with nowhere to go, are refused without being said again
  const refused = heap.plant('a reason that was refused', made('much too long'))
  await admin.call('POST', `/api/media/requests/${id}/decline`, { reason: refused.padEnd(600, '.') })
  await admin.call('POST', '/api/media/requests/none/decline', { reason: refused })
  await browse(dana)

  for (const failure of [{ status: 401 }, 'garbage', 'drop'] as const) {
    seerr.fail(failure)
    await dana.call('GET', '/api/media/search?query=x')
    seerr.heal()
  }
  await seerr.down()
  await ask(other)
  await say('what is said while Seerr is away')
  await dana.call('GET', `/api/media/movie/${there}`)
  await plexServer.down()
  await browse(dana)
  await plexServer.up()
  await seerr.up()
  await until(() => seerr.seerr.requestsFor(other!).length === 1, { timeoutMs: 40_000 })
}

async function enter(admin: WatchedBrowser, { heap, portal }: Place): Promise<WatchedBrowser> {
  const dana = new WatchedBrowser(portal.url, heap)
  const added = await admin.handOut(
    'dana’s one-time password',
    (d) => [String(d['oneTimePassword'])],
    'POST',
    '/api/admin/users',
    { username: 'dana' },
  )
  const first = String(added.json.data?.['oneTimePassword'])
  const password = heap.plant('dana’s password', made('dana likes films'))
  await dana.call('POST', '/api/auth/admin', { username: 'dana', password: first })
  await dana.call('POST', '/api/auth/password', { currentPassword: first, newPassword: password })
  dana.plantCookies('dana')
  return dana
}

async function link(dana: WatchedBrowser, plexTv: PlexTv, person: Parameters<PlexTv['claim']>[1]): Promise<void> {
  const started = await dana.call('POST', '/api/auth/plex', { purpose: 'link', door: 'code' })
  expect(started.status, started.text).toBe(200)
  plexTv.claim(String(started.json.data?.['code']), person)
  const polled = `/api/auth/plex/${String(started.json.data?.['id'])}?wait=3`
  await until(async () => (await dana.call('GET', polled)).json.data?.['status'] === 'linked', { timeoutMs: 20_000 })
}

async function browse(dana: WatchedBrowser): Promise<void> {
  for (const page of [
    '/api/plex/libraries',
    '/api/plex/library/1/items',
    '/api/plex/on-deck',
    '/api/plex/recently-added',
    '/api/media/search?query=',
    '/api/media/requests',
    '/api/media/issues',
  ])
    await dana.call('GET', page)
}
