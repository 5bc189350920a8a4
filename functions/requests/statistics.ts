import { type Kysely, sql } from 'kysely'
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

const MONTH = sql`to_char(request.created_at at time zone 'UTC', 'YYYY-MM')`
/** Ours by their id, others by the name that Seerr gave them. */
const PERSON = sql`coalesce(request.user_id::text, 'name ' || coalesce(request.requested_by, ''))`

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
function took(stage: Stage) {
  const before = STAGES.slice(0, STAGES.indexOf(stage))
    .toReversed()
    .map((one) => column(one))
  return elapsed(column(stage), sql`coalesce(${sql.join(before)})`)
}
const elapsed = (to: ReturnType<typeof column>, from: ReturnType<typeof sql>) =>
  sql`greatest(0, extract(epoch from ${to} - ${from})::float8 * 1000)`

/** By month, person and stage; null where it is all of them, and `whole` is from asked to in Plex. */
async function timesOf(db: Kysely<RequestTables>, since: Date): Promise<Map<string, Row>> {
  const firsts = STAGES.map(
    (stage) => sql`min(step.at) filter (where step.step = ${sql.lit(stage)}) as ${column(stage)}`,
  )
  const values = [
    ...TIMED.map((stage) => sql`(${sql.lit(stage)}, ${took(stage)})`),
    sql`('whole', ${elapsed(column('in-plex'), column('asked'))})`,
  ]
  const { rows } = await sql<Row & { month: string | null; person: string | null; stage: string }>`
    with went as materialized (
      select request.id, ${MONTH} as month, ${PERSON} as person, ${sql.join(firsts)}
      from request join step on step.request_id = request.id
      where request.created_at >= ${since} group by request.id),
    timed as materialized (
      select month, person, stage, took from went,
        lateral (values ${sql.join(values)}) stages (stage, took) where took is not null)
    select month, null as person, stage, count(*), percentile_cont(0.5) within group (order by took) as middle,
      percentile_cont(0.9) within group (order by took) as late
    from timed group by grouping sets ((stage), (month, stage))
    union all
    select null, person, stage, count(*), percentile_cont(0.5) within group (order by took),
      percentile_cont(0.9) within group (order by took)
    from timed where stage = 'whole' group by person, stage`.execute(db)
  return new Map(rows.map((row) => [`${row.month} ${row.person} ${row.stage}`, row]))
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
        greatest(0, extract(epoch from imported.at - grabbed.at)::float8 * 1000) as took
      from step grabbed left join step imported on imported.request_id = grabbed.request_id
        and imported.key = 'imported:' || substr(grabbed.key, length('grabbed:') + 1)
      where grabbed.step = 'grabbed' and grabbed.at >= ${since} and grabbed.detail ? 'indexer') grabs
    group by indexer order by count(*) desc, indexer limit 100`.execute(db)
  return rows
}
