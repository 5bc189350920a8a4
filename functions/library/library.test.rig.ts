import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Pool } from 'pg'
import { SyncLibrary } from '../../contracts/plex-library.ts'
import type { Recorded } from '../../bus/index.ts'
import { BusClient } from '../../bus/client.ts'
import { newId } from '../../bus/ids.ts'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import {
  HOUSE_LIBRARIES,
  type PlexServer,
  type PlexServerOptions,
  startPlexServer,
} from '../../infra/stand-ins/plex-server.ts'
import { type PlexTv, startPlexTv } from '../../infra/stand-ins/plex-tv.ts'
import { natsUrl, until } from '../../infra/test/fresh.ts'
import { quiet } from '../../infra/test/quiet.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../infra/test/test-portal.ts'

export const MACHINE = '7a6c1d2e3f405162738495a6b7c8d9e0f1a2b3c4'

export interface LibraryHouse {
  plexTv: PlexTv
  plex: PlexServer
  portal: TestPortal
  pool: Pool
  /** The admin, who has no Plex account. */
  admin: TestBrowser
  /** Who owns the server at Plex. */
  owner: { id: number; username: string }
  /** Somebody with a Plex account, the server shared with them unless said otherwise. */
  person(spec?: { shared?: string[]; libraries?: string[] }): { id: number; username: string }
  /** Comes in by Plex. */
  enter(person: { id: number }): Promise<TestBrowser>
  /** Reads the library until nothing is due. */
  sync(force?: boolean): Promise<void>
  /** What is known of people and Plex is as old as that from now on. */
  age(minutes: number): Promise<void>
  facts(type: string): Promise<Recorded[]>
  /** Once every webhook that was sent has been read; then its facts are there. */
  heard(): Promise<void>
  /** Asks as somebody who is signed in would, past the edge. */
  ask: BusClient['ask']
  /** Its portal too, unless the test stopped that itself. */
  stop(how?: { portalToo?: boolean }): Promise<void>
}

let people = 7000
let addresses = 0

/** A portal whose Plex server has every kind of library, before anything of it was read by hand. */
export async function startLibraryHouse(
  fill: (plex: PlexServer) => void = () => {},
  options: Partial<PlexServerOptions> = {},
): Promise<LibraryHouse> {
  const plexTv = await startPlexTv()
  const libraries = options.libraries ?? HOUSE_LIBRARIES
  const plex = await startPlexServer({ machineIdentifier: MACHINE, name: 'Attic', plexTv, libraries, ...options })
  plexTv.addServer({ machineIdentifier: MACHINE, url: plex.url, name: 'Attic', libraries })
  const owner = { id: ++people, username: `owner-${people}` }
  plexTv.addPerson({ ...owner, owns: [MACHINE], plexPass: true })
  fill(plex)
  const dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-library-'))
  const env = { PLEX_TV_URL: plexTv.url, TRUSTED_PROXIES: '127.0.0.0/8,::1', DATA_DIR: dataDir }
  const portal = await startTestPortal({}, env)
  const pool = new Pool({ connectionString: portal.databaseUrl, max: 2 })
  const link: NatsLink = await connectNats(natsUrl(), portal.namespace, quiet)
  const client = new BusClient(link, portal.sealer)
  const who = { actor: 'operator', correlationId: newId() }
  const admin = await new TestBrowser(portal.url).signInAsAdmin()
  const { json } = await admin.call('GET', '/api/admin/webhooks')
  const doors = json.data?.['items'] as { source: string; url: string }[]
  plexTv.person(owner.id).webhooks.push(doors.find(({ source }) => source === 'plex')!.url)
  const token = plexTv.serverToken(owner.id, MACHINE)
  const connected = await admin.call('PUT', '/api/admin/services/plex', { url: plex.url, token })
  if (connected.status !== 200) throw new Error(connected.text)
  return {
    plexTv,
    plex,
    portal,
    pool,
    admin,
    owner,
    person({ shared = [MACHINE], libraries: own } = {}) {
      const id = ++people
      const person = { id, username: `viewer-${id}` }
      plexTv.addPerson({ ...person, shared, ...(own ? { libraries: own } : {}) })
      return person
    },
    async enter({ id }) {
      const browser = new TestBrowser(portal.url)
      const from = { 'x-forwarded-for': `198.51.100.${++addresses % 250}` }
      const begun = await browser.call('POST', '/api/auth/plex', {}, from)
      plexTv.claim(String(begun.json.data?.['code']), id)
      const { json, text } = await browser.call(
        'GET',
        `/api/auth/plex/${String(begun.json.data?.['id'])}?wait=5`,
        undefined,
        from,
      )
      if (json.data?.['status'] !== 'signed-in') throw new Error(`Not in: ${text}`)
      return browser
    },
    async sync(force = false) {
      // whoever reads already is let finish
      await until(
        async () => {
          const { more } = await client.ask(SyncLibrary, { force }, who)
          const { rows } = await pool.query(
            `select 1 from library.section where reading is not null or (whole_at is null and kind in ('movie', 'show', 'artist'))
             union all select 1 from library.server where busy_by is not null`,
          )
          return !more && rows.length === 0
        },
        { timeoutMs: 30_000, what: 'the library was read' },
      )
    },
    async age(minutes) {
      const past = `now() - interval '${minutes} minutes'`
      await pool.query(`update library.person set checked_at = ${past}; update library.viewing set read_at = ${past};
        update library.deck set read_at = ${past}; update library.watched set read_at = ${past};
        update library.server set checked_at = ${past}; update library.section set synced_at = ${past};
        update library.item set whole_at = ${past} where whole_at is not null;
        update library.item set children_at = ${past} where children_at is not null`)
    },
    async facts(type) {
      const found: Recorded[] = []
      const { last } = await streamBounds(link, 'events')
      if (last === 0) return found
      const reader = readJournal(link, 'events', {}, (entry) => void found.push(entry))
      await until(() => (found.at(-1)?.seq ?? 0) >= last, { timeoutMs: 15_000, what: 'the journal was read' })
      await reader.stop()
      return found.filter((entry) => entry.type === type)
    },
    async heard() {
      await plex.webhooks.settled()
      await until(
        async () => {
          const info = await link.jsm.consumers.info(`${portal.namespace}_HOOK`, 'library_on-plex')
          return info.num_pending === 0 && info.num_ack_pending === 0
        },
        { timeoutMs: 20_000, what: 'all webhooks were read' },
      )
    },
    ask: (contract, input, as) => client.ask(contract, input, as),
    async stop({ portalToo = true } = {}) {
      await pool.end()
      await client.stop()
      await link.nc.close()
      if (portalToo) await portal.stop()
      await rm(dataDir, { recursive: true, force: true })
      await Promise.all([plexTv.stop(), plex.stop()])
    },
  }
}

/** Pages through a list to its end; gives the titles. */
export async function everyTitle(browser: TestBrowser, at: string): Promise<string[]> {
  const titles: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const separator = at.includes('?') ? '&' : '?'
    const { status, json, text } = await browser.call('GET', cursor === '' ? at : `${at}${separator}cursor=${cursor}`)
    if (status !== 200) throw new Error(text)
    titles.push(...((json.data ?? {})['items'] as { title: string }[]).map(({ title }) => title))
    cursor = json.data?.['nextCursor'] as string | null
  }
  return titles
}
