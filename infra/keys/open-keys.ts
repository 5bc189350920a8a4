import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import type { Logger } from 'pino'
import { stateStore, watchState } from '../../bus/nats/state.ts'
import type { NatsLink } from '../../bus/nats/connect.ts'
import { rewriteStates } from '../../bus/nats/rewrite-states.ts'
import { keyId, Sealer } from '../../bus/seal.ts'
import { KeyRing } from '../../contracts/keys.ts'
import { type OpenKeys, type Ring, type RingKey, unwrap, WrongHouseKey } from './ring.ts'
import {
  addHouseKey,
  addKey,
  dropHousesBefore,
  dropKeys,
  lockRing,
  noteDone,
  outlivedKeys,
  raiseVersion,
  readRing,
  undone,
  wrapFor,
} from './ring-rows.ts'
import { sealedSamples } from './sealed-rows.ts'

export const RING = 'ring'

export interface KeysOptions {
  databaseUrl: string
  link: NatsLink
  /** 32 bytes. */
  houseKey: Buffer
  /** Asked when a ring arrives that this house key does not open: it may have been replaced on the disk. */
  reloadHouseKey?: (() => Promise<Buffer>) | undefined
  /** Whether this process stands beside the database; one that does not takes the ring from the others. */
  ownsRows: boolean
  log: Logger
}

export interface Keys {
  sealer: Sealer
  /** To be called once the start went well: forgets what only the way back needed, and ends what a rotation left. */
  settle(): void
  stop(): Promise<void>
}

/**
 * Opens the ring of data keys with the house key, makes it where there is none, and takes on new keys for as long as
 * the process runs. Throws `WrongHouseKey`, also where there is no ring yet but rows that another key sealed.
 */
export async function openKeys(options: KeysOptions): Promise<Keys> {
  const { link, log } = options
  const store = stateStore(link, KeyRing)
  const told = await store.get(RING)
  const ring =
    (!options.ownsRows && told) || (await withClient(options.databaseUrl, (db) => prepare(db, options, told)))
  const { seal, root } = unwrap(ring, options.houseKey)
  const sealer = new Sealer(seal, root)
  if (options.ownsRows) await store.put(RING, ring, { version: ring.version })
  const following = follow(options, sealer, ring.version)
  let settling: Promise<void> | undefined
  return {
    sealer,
    settle() {
      if (!options.ownsRows) return
      settling = withClient(options.databaseUrl, (db) => tidy(db, options, sealer)).catch((error: unknown) => {
        log.warn({ err: error }, 'The ring of keys could not be put in order; the next start tries again.')
      })
    },
    async stop() {
      await following.stop()
      await settling
    },
  }
}

/** A connection that is closed again. */
export async function withClient<T>(url: string, work: (db: Client) => Promise<T>): Promise<T> {
  const db = new Client({ connectionString: url, connectionTimeoutMillis: 5000, application_name: 'medianest keys' })
  db.on('error', () => undefined)
  await db.connect()
  try {
    return await work(db)
  } finally {
    await db.end()
  }
}

/** Seals and opens as a house does whose ring is there, without following it. Throws `WrongHouseKey`. */
export async function sealerOf(databaseUrl: string, houseKey: Buffer): Promise<Sealer> {
  const ring = await withClient(databaseUrl, readRing)
  if (!ring) throw new Error('This house has no keys yet: the first start of the portal makes them.')
  const { seal, root } = unwrap(ring, houseKey)
  return new Sealer(seal, root)
}

/** The ring of the database, made at the first start; two processes that start at once agree on it. */
async function prepare(db: Client, { houseKey }: KeysOptions, told: Ring | null): Promise<Ring> {
  await db.query('begin')
  await lockRing(db)
  const known = await readRing(db)
  if (!known) await create(db, houseKey)
  else if (told && told.version >= known.version && !sameKeys(told, known)) await putBack(db, known, told, houseKey)
  const ring = await readRing(db)
  await db.query('commit')
  if (!ring) throw new Error('The ring of keys could not be made.')
  return ring
}

async function create(db: Client, houseKey: Buffer): Promise<void> {
  const samples = await sealedSamples(db)
  const own = samples.get(keyId(houseKey))
  if (samples.size > 0 && !own) throw new WrongHouseKey('The secrets in the database were sealed by another key.')
  await addHouseKey(db, houseKey)
  const keys = [
    { key: randomBytes(32), is: { purpose: 'root' } },
    { key: randomBytes(32), is: { purpose: 'seal', current: true } },
    // it sealed values itself before there was a ring: they open until they are sealed anew or have passed
    ...(own ? [{ key: houseKey, is: { purpose: 'seal', retired: true } } as const] : []),
  ] as const
  for (const { key, is } of keys) {
    await addKey(db, key, is)
    await wrapFor(db, key, houseKey)
  }
  await raiseVersion(db)
}

/**
 * A database that was put back is older than what the processes were told. Its rows are the truth; but what was sealed
 * since, in states and streams, is to open.
 */
async function putBack(db: Client, known: Ring, told: Ring, houseKey: Buffer): Promise<void> {
  const house = new Sealer([houseKey])
  for (const { id, purpose, wrapped } of told.keys) {
    const own = wrapped[keyId(houseKey)]
    if (purpose !== 'seal' || own === undefined || known.keys.some((key) => key.id === id)) continue
    const key = Buffer.from(house.open(own), 'base64')
    await addKey(db, key, { purpose: 'seal', retired: true })
    await wrapFor(db, key, houseKey)
  }
  await raiseVersion(db, told.version + 1)
}

const sameKeys = (one: Ring, other: Ring): boolean => {
  const has = (ring: Ring, key: RingKey): boolean => ring.keys.some((k) => k.id === key.id && k.current === key.current)
  return one.keys.length === other.keys.length && one.keys.every((key) => has(other, key))
}

async function tidy(db: Client, { houseKey, link, log }: KeysOptions, sealer: Sealer): Promise<void> {
  await db.query('begin')
  await lockRing(db)
  await dropHousesBefore(db, keyId(houseKey))
  await db.query('commit')
  await dropOutlived(db, log)
  const left = await undone(db)
  if (left.rows) log.warn('A rotation of the keys did not come to its end: npx medianest rotate-key goes on with it.')
  if (!left.states) return
  await rewriteStates(link, (text) => sealer.reseal(text), [KeyRing.type])
  await noteDone(db, 'states_done')
}

/** Drops keys that are long retired, unless a row still needs one. */
async function dropOutlived(db: Client, log: Logger): Promise<void> {
  const ids = await outlivedKeys(db)
  if (ids.length === 0) return
  const needed = await sealedSamples(db, ids)
  const dropped = ids.filter((id) => !needed.has(id))
  await dropKeys(db, dropped)
  log.info({ dropped, needed: [...needed.keys()] }, 'Keys that sealed nothing any more were dropped.')
}

/** Takes on what the ring says from now on. */
function follow(options: KeysOptions, sealer: Sealer, from: number): { stop(): Promise<void> } {
  const { link, log } = options
  let version = from
  let { houseKey } = options
  const adopt = async (ring: Ring): Promise<void> => {
    let keys: OpenKeys
    try {
      keys = unwrap(ring, houseKey)
    } catch (error) {
      if (!(error instanceof WrongHouseKey) || !options.reloadHouseKey) throw error
      houseKey = await options.reloadHouseKey()
      keys = unwrap(ring, houseKey)
    }
    sealer.adopt(keys.seal)
    log.info({ version: ring.version }, 'A new key seals secrets from now on.')
  }
  return watchState(link, KeyRing, (key, ring) => {
    if (key !== RING || !ring || ring.version <= version) return
    version = ring.version
    adopt(ring).catch((error: unknown) => {
      log.error({ err: error }, 'A new key was made that this process cannot open: start it again with the house key.')
    })
  })
}
