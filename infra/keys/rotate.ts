import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Client } from 'pg'
import type { NatsLink } from '../../bus/nats/connect.ts'
import { rewriteStates } from '../../bus/nats/rewrite-states.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { keyId, Sealer } from '../../bus/seal.ts'
import { KeyRing } from '../../contracts/keys.ts'
import { RING, withClient } from './open-keys.ts'
import { type Ring, unwrap } from './ring.ts'
import {
  addHouseKey,
  addKey,
  dropHousesBut,
  houseKeys,
  lockRing,
  noteDone,
  raiseVersion,
  readRing,
  undone,
  wrapFor,
} from './ring-rows.ts'
import { type Progress, resealRows } from './sealed-rows.ts'

/** Longer than any process needs to hear of a new key, so that a pass after it finds what they sealed by the old one. */
const HEARD_MS = 3000

/** The house key that is to take the place of the present one. */
export interface NextHouseKey {
  key: Buffer
  /** Puts it where the portal finds it; without it a person does. */
  promote?: () => Promise<void>
}

export interface RotateOptions {
  databaseUrl: string
  /** To tell those that run; null when nothing does, or when they cannot be told. */
  link: NatsLink | null
  /** Whether processes may run that were not told: the rotation then stays open. */
  unheard?: boolean
  houseKey: Buffer
  /** Undefined keeps the house key. */
  next?: (resumes: boolean) => Promise<NextHouseKey | undefined>
  progress?: Progress
}

export interface Rotation {
  /** The id of the key that seals from now on. */
  keyId: string
  /** An earlier run did not come to its end, and this one went on with it. */
  resumed: boolean
  /** Whether the keys are wrapped by another house key as well now. */
  houseKeyChanged: boolean
  /** Rows and state values that were sealed anew. */
  rows: number
  states: number
}

/** Why a rotation cannot begin, in a sentence. */
export class CannotRotate extends Error {
  override readonly name = 'CannotRotate'
}

/**
 * Makes a new key, has every running process take it on, and seals anew what rows and states hold. What streams hold
 * keeps its old key, which opens it for as long as it lives. Run again after having been killed, it goes on.
 */
export async function rotate(options: RotateOptions): Promise<Rotation> {
  return withClient(options.databaseUrl, async (db) => {
    const lock = "hashtext('medianest rotation')"
    const { rows } = await db.query<{ held: boolean }>(`select pg_try_advisory_lock(${lock}) as held`)
    if (!rows[0]?.held) throw new CannotRotate('Another rotation of the keys is under way.')
    const { ring, resumed, next } = await renew(db, options)
    await next?.promote?.()
    if (options.link) await stateStore(options.link, KeyRing).put(RING, ring, { version: ring.version })
    const { seal, root } = unwrap(ring, options.houseKey)
    const sealer = new Sealer(seal, root)
    const sealed = await resealAll(db, options, sealer, seal.slice(1).map(keyId))
    return { keyId: keyId(seal[0]!), resumed, houseKeyChanged: next !== undefined, ...sealed }
  })
}

/** The new key and the new wraps, in one commit. */
async function renew(
  db: Client,
  { houseKey, next: stage }: RotateOptions,
): Promise<{ ring: Ring; resumed: boolean; next: NextHouseKey | undefined }> {
  await db.query('begin')
  await lockRing(db)
  const ring = await readRing(db)
  if (!ring) throw new CannotRotate('This house has no keys yet: the first start of the portal makes them.')
  const { seal, root } = unwrap(ring, houseKey)
  const resumed = (await undone(db)).rows
  const next = await stage?.(resumed)
  await refuseBesides(db, houseKey, next, resumed)
  const fresh = resumed ? [] : [randomBytes(32)]
  for (const key of fresh) await addKey(db, key, { purpose: 'seal', current: true, done: false })
  if (next) await addHouseKey(db, next.key)
  const ours = new Set(ring.keys.map((key) => key.id))
  for (const house of next ? [houseKey, next.key] : [houseKey])
    for (const key of [...fresh, root, ...seal.filter((one) => ours.has(keyId(one)))]) await wrapFor(db, key, house)
  await raiseVersion(db)
  const renewed = await readRing(db)
  await db.query('commit')
  return { ring: renewed ?? ring, resumed, next }
}

/** A house key that wraps the ring beside these two would not open the new key. */
async function refuseBesides(
  db: Client,
  houseKey: Buffer,
  next: NextHouseKey | undefined,
  resumed: boolean,
): Promise<void> {
  const known = [keyId(houseKey), ...(next ? [keyId(next.key)] : [])]
  const houses = await houseKeys(db)
  const other = houses.find((house) => !known.includes(house.id))
  if (!other) return
  const isNewer = other.since > (houses.find((house) => house.id === known[0])?.since ?? other.since)
  // what goes on makes no key
  if (!isNewer && resumed) return
  // a key of the house's own file is replaced for everybody at once
  if (!isNewer && next?.promote) return dropHousesBut(db, known)
  throw new CannotRotate(
    isNewer
      ? `A newer house key was made on ${other.since.toISOString()}: start the portal with it, or name its file again with --new-key-file.`
      : 'The portal has not been started with its new house key yet: do that first, so that the one before is forgotten.',
  )
}

async function resealAll(
  db: Client,
  { databaseUrl, link, unheard = false, progress }: RotateOptions,
  sealer: Sealer,
  ids: readonly string[],
): Promise<{ rows: number; states: number }> {
  const told = performance.now()
  let [rows, states] = [0, 0]
  await withClient(databaseUrl, async (reader) => {
    // repeating a row is harmless, and waiting for the disk after each is not
    await db.query('set synchronous_commit = off')
    for (let last = -1; last !== 0;) {
      const since = performance.now() - told
      last = await resealRows(reader, db, sealer, ids, (done, table) => progress?.(rows + done, table))
      rows += last
      // what was begun before everybody had heard may still have been sealed by the old key
      if (last === 0 && link && since < HEARD_MS) {
        await wait(HEARD_MS - since)
        last = -1
      }
    }
    await db.query('set synchronous_commit = on')
  })
  if (link)
    for (let last = -1; last !== 0; states += last)
      last = await rewriteStates(link, (text) => sealer.reseal(text), [KeyRing.type])
  if (!unheard) await noteDone(db, 'rows_done')
  if (link) await noteDone(db, 'states_done')
  return { rows, states }
}
