import { AlertTransitioned } from '../../../contracts/alerts.ts'
import type { AnswerOf } from '../../../contracts/define.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { GetTiles } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { SERVICE_METRICS } from '../metrics.ts'
import { type Engine, inEngine } from './engine.ts'
import { agrees } from './pass-time.ts'
import { inScope } from './rule.ts'
import { recordSamples } from './samples.ts'
import { serviceRemoved, servicesChanged, subjectsPresent, toRef } from './services.ts'
import { excuseOf, type Subject } from './subjects.ts'
import { rulesInForce, take } from './take.ts'
import { exceeds } from './threshold.ts'
import { thresholdWords } from './words.ts'

type Tile = AnswerOf<typeof GetTiles>['items'][number]

/** So long the board may say otherwise: a message may be under way. Then the board is right. */
const DIFFERS_MS = 600_000
/** A service in this state for so long was there before anybody listened, in a house that is brought up to date. */
const SETTLED_MS = 60_000

export default defineFunction({
  name: 'alerts.follow-board',
  summary: 'Compares the known services with the board, and measures response times, failures and certificates.',
  domain: alerts,
  every: '30s',
  catchUp: 'last',
  timeout: '30s',
  concurrency: { perProcess: 1 },
  calls: [GetTiles],
  emits: [AlertTransitioned, IncidentChanged],
  async run(_slot, ctx) {
    // while the board does not answer nothing is known; the next slot asks again
    const board = await ctx.call(GetTiles, {}).catch(() => null)
    if (!board) return
    await inEngine(ctx, null, async (engine) => {
      await reconcile(engine, board.items)
      await measure(engine, board.items)
    })
  },
})

/** The board never outruns messages that are still queued: only what differs for long is taken from it. */
async function reconcile(engine: Engine, tiles: readonly Tile[]): Promise<void> {
  const { tx, now } = engine
  const known = new Map((await tx.selectFrom('subject').selectAll().execute()).map((row) => [row.id, row]))
  const tileOf = new Map(tiles.map((tile) => [tile.id, tile]))
  const first = known.size === 0
  const sightings = new Map((await tx.selectFrom('sighting').selectAll().execute()).map((row) => [row.id, row.at]))
  for (const tile of tiles) {
    if (known.has(tile.id)) continue
    const seen = sightings.get(tile.id)
    const settled = tile.since !== null && now.getTime() - Date.parse(tile.since) > SETTLED_MS
    if ((first && settled) || (seen && now.getTime() - seen.getTime() > DIFFERS_MS)) {
      await servicesChanged(engine, [fromTile(undefined, tile, now)], tile.since ? new Date(tile.since) : now)
      await tx.deleteFrom('sighting').where('id', '=', tile.id).execute()
    } else if (!seen) await tx.insertInto('sighting').values({ id: tile.id, at: now }).execute()
  }
  for (const id of sightings.keys()) if (!tileOf.has(id)) await tx.deleteFrom('sighting').where('id', '=', id).execute()
  const differing: string[] = []
  const agreeing: string[] = []
  for (const subject of known.values()) {
    if (subject.removed_at) continue
    const tile = tileOf.get(subject.id)
    if (agrees(subject, tile)) {
      if (subject.differs_since) agreeing.push(subject.id)
    } else if (!subject.differs_since) differing.push(subject.id)
    else if (now.getTime() - subject.differs_since.getTime() > DIFFERS_MS) {
      if (tile) await servicesChanged(engine, [fromTile(subject, tile, now)], changedAt(subject, tile, now))
      else await serviceRemoved(engine, subject)
    }
  }
  await mark(engine, differing, now)
  await mark(engine, agreeing, null)
}

const mark = async (engine: Engine, ids: readonly string[], at: Date | null): Promise<void> => {
  if (ids.length === 0) return
  await engine.tx.updateTable('subject').set({ differs_since: at }).where('id', 'in', ids).execute()
}

const changedAt = (subject: Subject, tile: Tile, now: Date): Date =>
  tile.status !== subject.status && tile.since ? new Date(tile.since) : now

const fromTile = (subject: Subject | undefined, tile: Tile, now: Date): Subject => ({
  id: tile.id,
  name: tile.name,
  group_name: tile.group,
  status: tile.status,
  since: tile.since ? new Date(tile.since) : null,
  error: tile.error,
  because_of: tile.becauseOf?.id ?? null,
  because_of_name: tile.becauseOf?.name ?? null,
  windows: tile.maintenance ? [tile.maintenance.id] : [],
  change: tile.change,
  step: tile.step ?? subject?.step ?? 0,
  cause_version: tile.version,
  settings_version: subject?.settings_version ?? 0,
  seen_at: subject?.seen_at ?? (tile.since ? new Date(tile.since) : now),
  differs_since: null,
  removed_at: null,
})

/** What rules ask of each service's response time, failures and certificate. */
async function measure(engine: Engine, tiles: readonly Tile[]): Promise<void> {
  const { now } = engine
  const subjects = new Map((await subjectsPresent(engine)).map((subject) => [subject.id, subject]))
  const rules = await rulesInForce(engine)
  const readings = Object.entries(SERVICE_METRICS).flatMap(([metric, row]) =>
    tiles.flatMap((tile) => {
      const subject = subjects.get(tile.id)
      return subject ? [{ metric, row, subject, value: row.read(tile, now) }] : []
    }),
  )
  await recordSamples(
    engine,
    readings
      .filter(({ row }) => row.recorded)
      .map(({ metric, subject, value }) => ({ metric, subjectId: subject.id, value })),
  )
  await take(
    engine,
    rules.flatMap((rule) => {
      const { condition } = rule
      if (condition.kind !== 'threshold') return []
      return readings
        .filter(({ metric }) => metric === condition.metric)
        .map(({ subject, value }) => ({
          rule,
          subject: toRef(subject),
          observation: {
            at: now,
            holds: inScope(rule, { id: subject.id, group: subject.group_name }) && exceeds(condition, value),
            value,
            excuse: excuseOf(subject),
          },
          words: thresholdWords(subject.name, rule, value),
        }))
    }),
  )
}
