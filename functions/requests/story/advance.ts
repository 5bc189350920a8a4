import { isDeepStrictEqual } from 'node:util'
import { type Transaction, type Updateable, sql } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import { type RequestMoved, STAGES, type Stage, type Step, type StepDetail } from '../../../contracts/media-requests.ts'
import type { RequestStatus } from '../../../contracts/media.ts'
import type { RequestTables } from '../domain.ts'
import type { RequestRow, RequestTable } from '../tables.ts'
import { plainly } from './plainly.ts'

/** Something that happened to a request, as it is written into its timeline. */
export interface NewStep {
  step: Step
  /**
   * What is equal for the same fact, however often it is told: `grabbed:<downloadId>`. Left out where the change of the
   * status is the fact.
   */
  key?: string
  at: Date
  source: string
  by?: { userId: string | null; name: string | null } | undefined
  detail?: StepDetail | undefined
}

/** What is to be true of a request from now on; what is left out stays. */
export interface Change {
  status?: RequestStatus | undefined
  set?: Omit<Updateable<RequestTable>, 'id' | 'status' | 'stage' | 'version' | 'updated_at'>
  steps?: readonly NewStep[]
}

/** How far a download is changes all the time: that moves no request to the top of a list. */
const QUIET: readonly string[] = ['percent', 'eta_at', 'size_bytes', 'followed']

type Announce = (moved: InputOf<typeof RequestMoved>) => unknown

/**
 * The one way in which a request changes: locks it, writes what is news and announces each new step once. What was told
 * before changes nothing. `decide` sees the locked row; null from it leaves all as it is. Gives the row as it is then,
 * or null when there is no such request.
 */
export async function advance(
  tx: Transaction<RequestTables>,
  id: string,
  decide: (row: RequestRow) => Change | null,
  announce: Announce,
): Promise<RequestRow | null> {
  const row = await tx.selectFrom('request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) return null
  const change = decide(row)
  if (!change) return row
  const status = change.status ?? row.status
  const turned = status !== row.status
  const version = Number(row.version) + 1
  // a step without a key of its own is the change of the status, and there is none where it stays
  const given = (change.steps ?? []).filter(({ key }) => key !== undefined || turned)
  const fresh: NewStep[] = []
  for (const step of given)
    if (await note(tx, id, { ...step, key: step.key ?? `${status}#${version}` })) fresh.push(step)
  const stage = furthest(row.stage, fresh)
  const differing = Object.entries(change.set ?? {}).filter(
    ([name, value]) => !same(value, row[name as keyof RequestRow]),
  )
  if (!turned && fresh.length === 0 && stage === row.stage && differing.length === 0) return row
  const found = row.title === null ? await titleOf(tx, row) : null
  const isQuiet = !turned && fresh.length === 0 && differing.every(([name]) => QUIET.includes(name))
  const after = await tx
    .updateTable('request')
    .set({
      ...(found === null ? {} : { title: found }),
      ...Object.fromEntries(differing),
      status,
      stage,
      version: String(version),
      ...(isQuiet ? {} : { updated_at: sql`clock_timestamp()` }),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  for (const step of fresh) announce(movedOf(after, step, turned ? row.status : null))
  return after
}

/** Announces a request that was just stored, with its first steps. */
export async function begin(
  tx: Transaction<RequestTables>,
  row: RequestRow,
  steps: readonly (NewStep & { key: string })[],
  announce: Announce,
): Promise<void> {
  for (const step of steps) if (await note(tx, row.id, step)) announce(movedOf(row, step, null))
}

/** What it is called may have become known after it was asked for, and be nowhere but with the titles. */
async function titleOf(tx: Transaction<RequestTables>, row: RequestRow): Promise<string | null> {
  const known = tx
    .selectFrom('media')
    .select('title')
    .where('media_type', '=', row.media_type)
    .where('media_id', '=', row.media_id)
  return (await known.executeTakeFirst())?.title ?? null
}

async function note(tx: Transaction<RequestTables>, id: string, step: NewStep & { key: string }): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('step')
    .values({
      request_id: id,
      key: step.key,
      step: step.step,
      at: step.at,
      by_user: step.by?.userId ?? null,
      by_name: step.by?.name ?? null,
      source: step.source,
      detail: JSON.stringify(step.detail ?? {}),
    })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

function furthest(stage: Stage, steps: readonly NewStep[]): Stage {
  const places = steps.map(({ step }) => (STAGES as readonly Step[]).indexOf(step))
  return STAGES[Math.max(STAGES.indexOf(stage), ...places)] ?? stage
}

/** Columns of JSON are given as text and read as objects, numbers of 64 bits are read as text. */
const comparable = (value: unknown): unknown => {
  if (value instanceof Date) return value.getTime()
  return typeof value === 'bigint' || typeof value === 'number' ? String(value) : value
}
const same = (given: unknown, read: unknown): boolean => {
  const isJson = typeof read === 'object' && read !== null && !(read instanceof Date)
  const wanted = isJson && typeof given === 'string' && !Array.isArray(read) ? (JSON.parse(given) as unknown) : given
  return isDeepStrictEqual(comparable(wanted), comparable(read))
}

function movedOf(row: RequestRow, step: NewStep, previousStatus: RequestStatus | null): InputOf<typeof RequestMoved> {
  const byUserId = step.by?.userId ?? null
  const { reason, ...facts } = step.detail ?? {}
  // what a person wrote is sealed under their own key, so that it can be erased
  const isTheirs = byUserId !== null && reason !== undefined
  return {
    requestId: row.id,
    version: Number(row.version),
    userId: row.user_id,
    step: step.step,
    status: row.status,
    previousStatus,
    at: step.at.toISOString(),
    source: step.source,
    mediaType: row.media_type,
    mediaId: row.media_id,
    title: row.title,
    is4k: row.is4k,
    seasons: row.seasons,
    seerrId: row.seerr_id,
    byUserId,
    words: isTheirs ? reason : null,
    // whoever asked hears it as well
    detail: isTheirs || reason === undefined ? facts : { ...facts, reason: plainly(reason, { role: null }) },
  }
}
