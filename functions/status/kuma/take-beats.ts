import { sql } from 'kysely'
import type { KumaBeat } from '../../../contracts/kuma.ts'
import type { Check } from '../../../contracts/status.ts'
import { RECENT } from '../decide.ts'
import type { MonitorRow } from '../monitor-row.ts'
import { type AnnounceCause, type AnnounceChange, recordChecks } from '../record.ts'
import { recount, storePast } from './past-results.ts'
import { type Plan, planBeats } from './plan-beats.ts'
import { lockMonitors, NEVER, type Tx } from './source.ts'

interface Planned {
  row: MonitorRow
  plan: Plan
}

/** Stores beats as if they were checks of ours, each once. Gives the ids of what is to be shown again. */
export async function takeBeats(
  tx: Tx,
  beats: readonly KumaBeat[],
  now: Date,
  announce: AnnounceChange,
  announceCause: AnnounceCause,
): Promise<string[]> {
  const byId = Map.groupBy(beats, ({ id }) => id)
  const rows = await lockMonitors(tx, [...byId.keys()])
  const planned = rows
    .filter(({ paused }) => !paused)
    .map((row): Planned => ({ row, plan: planBeats(knownOf(row), byId.get(row.source_id ?? '') ?? [], now) }))
    .filter(({ plan }) => plan.past.length + plan.counted.length > 0)
  const past = planned.flatMap(({ row, plan }) =>
    plan.past.map(({ at, beat, status, excluded }) => {
      const { responseTimeMs, error } = beat
      return { monitorId: row.id, at, status, responseTimeMs, error, excluded }
    }),
  )
  await storePast(tx, past, now)
  await standAs(tx, planned)
  const versions = new Map(planned.map(({ row }) => [row.id, row.version + 1]))
  const shown = new Set(planned.map(({ row }) => row.id))
  const turns = Math.max(0, ...planned.map(({ plan }) => plan.counted.length))
  for (let turn = 0; turn < turns; turn += 1) {
    const checks = planned.flatMap((one) => checkOf(one, turn, versions.get(one.row.id) ?? 0))
    for (const { id, version } of await recordChecks(tx, checks, announce, announceCause)) {
      versions.set(id, version)
      shown.add(id)
    }
  }
  const counted = planned.flatMap(({ row, plan }) => plan.counted.map(({ at }) => ({ monitorId: row.id, at })))
  await recount(tx, [...past, ...counted], now)
  return [...shown]
}

const knownOf = ({ status, since, last_check_at, source_at }: MonitorRow) => ({
  status,
  // pausing changes the state without a check
  lastCheckAt: last_check_at !== null && since !== null && since > last_check_at ? since : last_check_at,
  sourceAt: source_at,
})

function checkOf({ row, plan }: Planned, turn: number, version: number): Check[] {
  const counted = plan.counted[turn]
  if (!counted) return []
  const { responseTimeMs, error } = counted.beat
  return [
    {
      monitorId: row.id,
      version,
      at: counted.at.toISOString(),
      nextCheckAt: NEVER.toISOString(),
      responseTimeMs,
      error,
      degraded: null,
      certificateEndsAt: null,
    },
  ]
}

/** What is known besides the checks: how far it was heard, maintenance over there, and what was fast between changes. */
async function standAs(tx: Tx, planned: readonly Planned[]): Promise<void> {
  const json = JSON.stringify(
    planned.map(({ row, plan }) => ({
      id: row.id,
      source_at: plan.sourceAt,
      maintained: plan.maintenance ?? row.source_maintenance,
      recent: [...row.recent, ...plan.recent].slice(-RECENT),
      // in maintenance it is not looked at, but spoken of
      last_check_at: plan.maintenance === true ? (plan.past.at(-1)?.at ?? row.last_check_at) : row.last_check_at,
    })),
  )
  await sql`
    update monitor m set source_at = c.source_at, source_maintenance = c.maintained, recent = c.recent,
      last_check_at = c.last_check_at, version = m.version + 1
    from jsonb_to_recordset(${json}::jsonb) as c(
      id uuid, source_at timestamptz, maintained boolean, recent double precision[], last_check_at timestamptz)
    where m.id = c.id`.execute(tx)
}
