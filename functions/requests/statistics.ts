import { type Kysely, type RawBuilder, sql } from 'kysely'
import { type Stage, STAGES } from '../../contracts/media-requests.ts'
import { GetRequestStatistics } from '../../contracts/request-rules.ts'
import type { ResultOf } from '../../contracts/define.ts'
import { defineFunction } from '../../bus/index.ts'
import { requests, type RequestTables } from './domain.ts'

type Statistics = ResultOf<typeof GetRequestStatistics>
type Spread = Statistics['whole']

/** Nobody waits for the first; it is where the time of the others begins. */
const TIMED = STAGES.slice(1) as Exclude<Stage, 'asked'>[]
const MOST_PEOPLE = 200

export default defineFunction({
  name: 'requests.statistics',
  summary: 'Says how long requests took, from the steps that they went through.',
  domain: requests,
  answers: GetRequestStatistics,
  async run({ months }, ctx) {
    const now = ctx.now()
    const since = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months + 1, 1))
    const [counts, times, indexers] = await Promise.all([
      countsOf(ctx.db, since),
      timesOf(ctx.db, since),
      indexersOf(ctx.db, since),
    ])
    const find = (month: string | null, person: string | null, stage: string): Spread => {
      const found = times.get(`${month} ${person} ${stage}`)
      return found ? spreadOf(found) : { count: 0, medianMs: null, p90Ms: null }
    }
    const stagesOf = (month: string | null) => TIMED.map((stage) => ({ stage, ...find(month, null, stage) }))
    return {
      since: since.toISOString(),
      requests: counts.months.reduce((sum, { requests: some }) => sum + some, 0),
      stages: stagesOf(null),
      whole: find(null, null, 'whole'),
      months: counts.months.map((one) => ({
        ...one,
        whole: find(one.month, null, 'whole'),
        stages: stagesOf(one.month),
      })),
      people: counts.people.map(({ person, ...one }) => ({ ...one, ...find(null, person, 'whole') })),
      indexers: indexers.map(({ indexer, grabs, ...row }) => ({ indexer, grabs: Number(grabs), ...spreadOf(row) })),
    }
  },
})

interface Row {
  count: string
  middle: number | null
  late: number | null
}

const spreadOf = ({ count, middle, late }: Row): Spread => ({
  count: Number(count),
  medianMs: middle === null ? null : Math.round(middle),
  p90Ms: late === null ? null : Math.round(late),
})

const MONTH = sql`to_char(request.created_at at time zone 'UTC', 'YYYY-MM') collate "C"`
/** Ours by their id, others by the name that Seerr gave them. */
const PERSON = sql`coalesce(request.user_id::text, 'name ' || coalesce(request.requested_by, '')) collate "C"`

async function countsOf(db: Kysely<RequestTables>, since: Date) {
  const { rows } = await sql<{
    month: string | null
    person: string | null
    user_id: string | null
    name: string | null
    requests: string
  }>`
    select month, person, max(user_id::text) as user_id, max(requested_by) as name, count(*) as requests
    from (select ${MONTH} as month, ${PERSON} as person, user_id, requested_by from request
      where created_at >= ${since}) request
    group by grouping sets ((month), (person)) order by month, count(*) desc, person`.execute(db)
  return {
    months: rows.flatMap(({ month, requests: count }) => (month === null ? [] : { month, requests: Number(count) })),
    people: rows
      .flatMap(({ person, user_id, name, requests: count }) =>
        person === null ? [] : { person, userId: user_id, name: name ?? 'Somebody', requests: Number(count) },
      )
      .slice(0, MOST_PEOPLE),
  }
}

const column = (stage: Stage) => sql.ref(stage)

/** Since the stage before it that the request went through, in milliseconds; a clock that went wrong is no negative time. */
function took(stage: Stage): RawBuilder<unknown> {
  const before = STAGES.slice(0, STAGES.indexOf(stage)).toReversed().map(column)
  return elapsed(column(stage), sql`coalesce(${sql.join(before)})`)
}
const elapsed = (to: RawBuilder<unknown>, from: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when ${to} < ${from} then 0 else extract(epoch from ${to} - ${from})::float8 * 1000 end`

/** What is measured, by its name; each is a column, as sorting one by one is much cheaper than all of them together. */
const MEASURES: readonly [name: string, took: RawBuilder<unknown>][] = [
  ...TIMED.map((stage): [string, RawBuilder<unknown>] => [stage, took(stage)]),
  ['whole', elapsed(column('in-plex'), column('asked'))],
]

/** By month, person and stage; null where it is all of them, and `whole` is from asked to in Plex. */
async function timesOf(db: Kysely<RequestTables>, since: Date): Promise<Map<string, Row>> {
  const firsts = STAGES.map((stage) => sql`min(at) filter (where step = ${sql.lit(stage)}) as ${column(stage)}`)
  const values = MEASURES.map(([name, value]) => sql`${value} as ${sql.ref(name)}`)
  const spreads = MEASURES.map(
    ([name]) => sql`count(${sql.ref(name)}) as ${sql.ref(`${name} count`)},
      percentile_cont(array[0.5, 0.9]) within group (order by ${sql.ref(name)}) as ${sql.ref(`${name} times`)}`,
  )
  // the steps of all requests are read as they lie, and those of older ones left out then: looked up one by one by an
  // index they take ten times as long
  const { rows } = await sql<Grouped>`
    with went as (
      select request_id, ${sql.join(firsts)} from (select request_id, step, at from step offset 0) step group by request_id),
    timed as materialized (
      select ${MONTH} as month, ${PERSON} as person, ${sql.join(values)}
      from went join request on request.id = went.request_id where request.created_at >= ${since})
    select month, person, ${sql.join(spreads)} from timed group by grouping sets ((), (month), (person))`.execute(db)
  return new Map(
    rows.flatMap((row) =>
      MEASURES.map(([name]): [string, Row] => {
        const [middle, late] = (row[`${name} times`] as number[] | null) ?? []
        const count = row[`${name} count`] as string
        return [`${row.month} ${row.person} ${name}`, { count, middle: middle ?? null, late: late ?? null }]
      }),
    ),
  )
}

interface Grouped {
  month: string | null
  person: string | null
  [column: string]: unknown
}

/** From a grab to the import of the same download. */
async function indexersOf(
  db: Kysely<RequestTables>,
  since: Date,
): Promise<(Row & { indexer: string; grabs: string })[]> {
  const { rows } = await sql<Row & { indexer: string; grabs: string }>`
    select indexer, count(*) as grabs, count(took), percentile_cont(0.5) within group (order by took) as middle,
      percentile_cont(0.9) within group (order by took) as late
    from (
      select grabbed.detail ->> 'indexer' as indexer,
        case when imported.at < grabbed.at then 0
          else extract(epoch from imported.at - grabbed.at)::float8 * 1000 end as took
      from step grabbed left join step imported on imported.request_id = grabbed.request_id
        and imported.key = 'imported:' || substr(grabbed.key, length('grabbed:') + 1)
      where grabbed.step = 'grabbed' and grabbed.at >= ${since} and grabbed.detail ? 'indexer') grabs
    group by indexer order by count(*) desc, indexer limit 100`.execute(db)
  return rows
}
