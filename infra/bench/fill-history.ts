import type { Client } from 'pg'

export interface Stretch {
  from: Date
  to: Date
}

/** Monitors that nobody checks, added before anything is known of them. */
export async function fillMonitors(db: Client, count: number, created: Date): Promise<void> {
  await db.query(
    `insert into monitor (id, name, kind, target, interval_seconds, timeout_ms, group_name, accepted_codes, created_at,
       updated_at, version, status, next_check_at)
     select gen_random_uuid(), 'Service ' || n, 'tcp', 'nas:' || n, 20, 3000, 'Group ' || n % 10, '{}', $2, $2, 1,
       'online', 'infinity'
     from generate_series(1, $1::int) n`,
    [count, created],
  )
}

/** Every check of every monitor at 20 s, in the order of time. */
export async function fillRaw(db: Client, { from, to }: Stretch): Promise<number> {
  const { rowCount } = await db.query(
    `insert into check_result (monitor_id, at, response_time_ms, status, error)
     select id, at, ms, case when ms is null then 'offline' else 'online' end,
       case when ms is null then 'connection refused by nas:1' end
     from (
       select id, tick + number * interval '39 milliseconds' as at,
         -- an outage of twenty minutes a week
         case when extract(epoch from tick)::bigint / 1200 % 504 <> number then (40 + random() * 120)::real end as ms
       from (
         select unnest(array(select id from monitor)) as id, generate_series(1, (select count(*) from monitor)) as number, tick
         from generate_series($1::timestamptz, $2::timestamptz - interval '20 seconds', interval '20 seconds') tick) ticks
       ) made`,
    [from, to],
  )
  return rowCount ?? 0
}

/** Rolled-up spans as checks at 20 s leave them. */
export async function fillRolled(
  db: Client,
  table: 'check_5m' | 'check_hour',
  minutes: number,
  { from, to }: Stretch,
): Promise<number> {
  const checks = minutes * 3
  const { rowCount } = await db.query(
    `insert into ${table} (monitor_id, at, checks, good, degraded, excluded, sum_ms, min_ms, max_ms)
     select unnest(array(select id from monitor)), at, ${checks}, ${checks} - (random() < 0.01)::int, 0, 0, ${checks} * (80 + random() * 40), 40, 160
     from generate_series($1::timestamptz, $2::timestamptz - $3::interval, $3::interval) at`,
    [from, to, `${minutes} minutes`],
  )
  return rowCount ?? 0
}

/** An outage of every monitor every two days or so: two changes each. */
export async function fillTransitions(db: Client, { from, to }: Stretch): Promise<number> {
  const { rowCount } = await db.query(
    `insert into transition (id, monitor_id, change, at, from_status, status, error)
     select gen_random_uuid(), id, row_number() over (partition by id order by at), at,
       case when down then 'online' else 'offline' end, case when down then 'offline' else 'online' end,
       case when down then 'connection refused by nas:1' end
     from (select id, (row_number() over ())::int as number from monitor) m,
       generate_series($1::timestamptz, $2::timestamptz, interval '2 days') day,
       lateral (values (day + number * interval '331 seconds', true),
         (day + number * interval '331 seconds' + interval '7 minutes', false)) v(at, down)
     where at < $2`,
    [from, to],
  )
  return rowCount ?? 0
}
