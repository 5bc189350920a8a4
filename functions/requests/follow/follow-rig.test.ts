import { randomUUID } from 'node:crypto'
import { Pool } from 'pg'
import type { AnyFunction, Recorded } from '../../../bus/function.ts'
import { hosted } from '../../../bus/host.ts'
import { readJournal } from '../../../bus/nats/journal.ts'
import { publishSlot, slotId } from '../../../bus/schedule.ts'
import { ConfigureService } from '../../../contracts/services.ts'
import type { ServiceName } from '../../../contracts/services.ts'
import type { Journey } from '../../../infra/stand-ins/house/clockwork.ts'
import { type House, type HouseOptions, startHouse } from '../../../infra/stand-ins/house/house.ts'
import { titleOf } from '../../../infra/stand-ins/house/titles.ts'
import { until } from '../../../infra/test/fresh.ts'
import { functionsOf } from '../../../infra/test/functions.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import follow from './follow.ts'
import followClosely from './follow-closely.ts'
import { followFunctions } from './index.ts'

export interface Row {
  id: string
  status: string
  stage: string
  percent: number | null
  eta_at: Date | null
  size_bytes: string | null
  late_code: string | null
  late_since: Date | null
  late_message: string | null
  retries: number
  retry_at: Date | null
  reason: string | null
  rating_key: string | null
  play_url: string | null
  version: string
  updated_at: Date
  followed: Record<string, unknown> | null
}

export interface Line {
  step: string
  key: string
  at: Date
  source: string
  by_name: string | null
  detail: Record<string, unknown>
}

/** A house with what follows its requests; the schedule's clock is moved by hand. */
export interface FollowRig {
  readonly rig: Rig
  readonly house: House
  readonly pool: Pool
  connect(...names: ServiceName[]): Promise<void>
  /** A request that Seerr has and has approved; it was handed on unless Radarr or Sonarr would not. */
  asked(tmdbId: number, seasons?: number[], more?: Record<string, unknown>): Promise<string>
  /** One look; resolves when it is over. */
  look(): Promise<void>
  /** One look between two of these. */
  lookClosely(): Promise<void>
  /** Moves one title on by so many steps, one by default. */
  step(tmdbId: number, count?: number): Promise<void>
  /** Changes a row behind the portal's back, as time does. */
  set(id: string, columns: Record<string, unknown>): Promise<void>
  row(id: string): Promise<Row>
  /** The timeline, in the order in which it was heard. */
  steps(id: string): Promise<Line[]>
  names(id: string): Promise<string[]>
  events(type: string): Record<string, unknown>[]
  /** With who gave them, as `actor`. */
  commands(type: string): Record<string, unknown>[]
  stop(): Promise<void>
}

/** Of what runs by the clock the one that runs when the test says so: a look in between would see half a story. */
const made = new Map<AnyFunction, AnyFunction>()
function byHand(fn: AnyFunction): AnyFunction {
  const slow = made.get(fn) ?? ('every' in fn ? { ...fn, every: '1d' as const } : fn)
  made.set(fn, slow)
  return slow
}
const LOOK = byHand(follow)
const LOOK_CLOSELY = byHand(followClosely)

export async function startFollowRig(options: HouseOptions = {}): Promise<FollowRig> {
  const [rig, house] = await Promise.all([startRig(), startHouse(options)])
  const hosts = await rig.host([...functionsOf('settings'), ...followFunctions.map(byHand)])
  const pool = new Pool({ connectionString: rig.databaseUrl, max: 2 })
  const seen: Recorded[] = []
  const reader = readJournal(rig.link, 'events', { seq: 1 }, (entry: Recorded) => void seen.push(entry))
  const told: Recorded[] = []
  const orders = readJournal(rig.link, 'commands', { seq: 1 }, (entry: Recorded) => void told.push(entry))
  await Promise.all([reader.ready, orders.ready])
  let ahead = 0

  const handled = async (name: string, slot: number): Promise<boolean> => {
    const id = slotId(name, slot)
    return ((await pool.query('select 1 from requests._inbox where message_id = $1', [id])).rowCount ?? 0) > 0
  }
  const row = async (id: string): Promise<Row> => {
    const { rows } = await pool.query<Row>('select * from requests.request where id = $1', [id])
    if (!rows[0]) throw new Error('There is no such request.')
    return rows[0]
  }
  const steps = async (id: string): Promise<Line[]> => {
    const { rows } = await pool.query<Line>(
      'select * from requests.step where request_id = $1 order by noted_at, at, key',
      [id],
    )
    return rows
  }
  return {
    rig,
    house,
    pool,
    async connect(...names) {
      const of = { overseerr: house.seerr, radarr: house.radarr, sonarr: house.sonarr, ...clientsOf(house) }
      for (const name of names) {
        const service = of[name as keyof typeof of]
        const { url, key, username, password } = service
        const given = service.credential === 'key' ? { apiKey: key } : { username, password }
        await rig.client.ask(ConfigureService, { name, url, ...given }, rig.who)
      }
    },
    async asked(tmdbId, seasons = [], more = {}) {
      const title = titleOf(tmdbId)
      const wanted = {
        mediaType: title.mediaType,
        mediaId: tmdbId,
        is4k: false,
        ...(seasons.length > 0 ? { seasons } : {}),
      }
      const request = house.askAs(1, wanted)
      await house.settled()
      const id = randomUUID()
      const values = {
        id,
        seerr_id: request.id,
        media_type: title.mediaType,
        media_id: String(tmdbId),
        tvdb_id: title.tvdbId ?? null,
        title: title.title,
        seasons,
        status: 'processing',
        stage: 'approved',
        origin: 'portal',
        requested_by: 'anna',
        ...more,
      }
      const names = Object.keys(values)
      await pool.query(
        `insert into requests.request (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
        Object.values(values),
      )
      return id
    },
    async look() {
      ahead += 1
      const slot = Date.now() + ahead
      await publishSlot(hosted(hosts.host, LOOK), slot)
      await until(() => handled(follow.name, slot), { what: 'the look is over', timeoutMs: 20_000 })
    },
    async lookClosely() {
      ahead += 1
      const now = Date.now() + ahead
      // the slots of the look at everything are left to that
      const slot = now % 5000 === 0 ? now + 1 : now
      await publishSlot(hosted(hosts.host, LOOK_CLOSELY), slot)
      await until(() => handled(followClosely.name, slot), { what: 'the close look is over', timeoutMs: 20_000 })
    },
    async step(tmdbId, count = 1) {
      const fits = ({ item: { of } }: Journey): boolean => 'title' in of && of.title.tmdbId === tmdbId
      for (let n = 0; n < count; n += 1) await house.clockwork.step(fits)
      await house.settled()
    },
    async set(id, columns) {
      const names = Object.keys(columns)
      const list = names.map((name, index) => `${name} = $${index + 2}`).join(', ')
      await pool.query(`update requests.request set ${list} where id = $1`, [id, ...Object.values(columns)])
    },
    row,
    steps,
    names: async (id) => (await steps(id)).map(({ step }) => step),
    events: (type) => seen.filter((entry) => entry.type === type).map(({ data }) => data),
    commands: (type) => told.filter((entry) => entry.type === type).map(({ data, actor }) => ({ ...data, actor })),
    async stop() {
      await Promise.all([reader.stop(), orders.stop()])
      await rig.stop()
      await pool.end()
      await house.stop()
    },
  }
}

const clientsOf = ({ qbittorrent, sabnzbd, nzbget }: House) => ({ qbittorrent, sabnzbd, nzbget })
