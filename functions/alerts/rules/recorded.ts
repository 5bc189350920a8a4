import { type Kysely, sql } from 'kysely'
import type { ServiceState } from '../../../contracts/status.ts'
import type { AlertTables } from '../domain.ts'
import type { Excuse, Observation } from '../engine/evaluate.ts'

/** What was recorded about one subject, in the order of time. */
export interface Recorded {
  subjectId: string
  /** Its name. */
  subject: string
  seen: Observation[]
}

const grouped = <R extends { subject_id: string }>(
  rows: readonly R[],
  names: ReadonlyMap<string, string>,
  toSeen: (row: R) => Observation,
): Recorded[] =>
  [...Map.groupBy(rows, (row) => row.subject_id)].flatMap(([subjectId, own]) => {
    const subject = names.get(subjectId)
    return subject === undefined ? [] : [{ subjectId, subject, seen: own.map(toSeen) }]
  })

/** How services stood, with how they stood when the time begins. */
export async function recordedStory(
  db: Kysely<AlertTables>,
  names: ReadonlyMap<string, string>,
  from: Date,
  holds: (status: ServiceState) => boolean,
): Promise<Recorded[]> {
  const { rows } = await sql<{ subject_id: string; at: Date; status: ServiceState; excuse: Excuse | null }>`
    select subject_id, at, status, excuse from story s
    where at >= coalesce((
      select max(b.at) from story b where b.subject_id = s.subject_id and b.at < ${from}), '-infinity')
    order by subject_id, at, ordinal`.execute(db)
  return grouped(rows, names, ({ at, status, excuse }) => ({ at, holds: holds(status), excuse }))
}

/** Values that were measured, with the one in force when the time begins. */
export async function recordedSamples(
  db: Kysely<AlertTables>,
  metric: string,
  names: ReadonlyMap<string, string>,
  from: Date,
  holds: (value: number | null) => boolean,
): Promise<Recorded[]> {
  const { rows } = await sql<{ subject_id: string; at: Date; value: number | null }>`
    select subject_id, at, value from sample s
    where metric = ${metric} and at >= coalesce((
      select max(b.at) from sample b where b.metric = s.metric and b.subject_id = s.subject_id and b.at < ${from}),
      '-infinity')
    order by subject_id, at`.execute(db)
  return grouped(rows, names, ({ at, value }) => ({ at, holds: holds(value), value }))
}

/** Each value with the excuse that its service had then. */
export function withExcuses(values: readonly Recorded[], stories: readonly Recorded[]): Recorded[] {
  const storyOf = new Map(stories.map(({ subjectId, seen }) => [subjectId, seen]))
  return values.map((recorded) => {
    const story = storyOf.get(recorded.subjectId) ?? []
    let i = -1
    return {
      ...recorded,
      seen: recorded.seen.map((one) => {
        while (i + 1 < story.length && story[i + 1]!.at <= one.at) i++
        return { ...one, excuse: story[i]?.excuse ?? null }
      }),
    }
  })
}
