import { AlertTransitioned } from '../../../contracts/alerts.ts'
import type { AnswerOf } from '../../../contracts/define.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { GetTiles } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { keep, toKept } from './alerts.ts'
import { type Engine, inEngine } from './engine.ts'
import { woken } from './life.ts'
import { HOUSE } from '../metrics.ts'
import { toRef } from './services.ts'
import { subjectsPresent } from './services.ts'
import type { Subject } from './subjects.ts'
import { rulesInForce, takeTime } from './take.ts'
import { titleOf } from './words.ts'

type Tile = AnswerOf<typeof GetTiles>['items'][number]

/** A change that happened just before something became due is given time to get here. */
const MARGIN_MS = 1000
/** While nobody can be asked how the board stands, what is due waits so long; counted from then, as it may be old. */
const BLIND_MS = 60_000

/** Since when this process asks in vain. */
let blindSince: number | null = null

/** Whether a service is here as it stands on the board; where not, a message is still under way. */
export const agrees = (subject: Subject, tile: Tile | undefined): boolean =>
  tile !== undefined &&
  tile.change === subject.change &&
  (tile.step ?? subject.step) === subject.step &&
  (tile.becauseOf?.id ?? null) === subject.because_of &&
  (tile.maintenance !== null) === subject.windows.length > 0

export default defineFunction({
  name: 'alerts.pass-time',
  summary: 'Fires what has held for long enough, and wakes alerts whose snooze is over.',
  domain: alerts,
  every: '5s',
  catchUp: 'last',
  timeout: '30s',
  concurrency: { perProcess: 1 },
  calls: [GetTiles],
  emits: [AlertTransitioned, IncidentChanged],
  async run(_slot, ctx) {
    const until = new Date(ctx.now().getTime() - MARGIN_MS)
    const due = await ctx.db.selectFrom('standing').select('subject_kind').where('due_at', '<=', until).execute()
    const asleep = await ctx.db
      .selectFrom('alert')
      .select('id')
      .where('state', '=', 'snoozed')
      .where('snoozed_until', '<=', ctx.now())
      .execute()
    if (due.length === 0 && asleep.length === 0) return
    const asks = due.some(({ subject_kind }) => subject_kind === 'service')
    const tiles = asks
      ? await ctx.call(GetTiles, {}).then(
          ({ items }) => items,
          () => null,
        )
      : null
    if (asks) blindSince = tiles ? null : (blindSince ?? performance.now())
    await inEngine(ctx, null, async (engine) => {
      if (due.length > 0) await fireDue(engine, until, tiles && new Map(tiles.map((tile) => [tile.id, tile])))
      await wake(engine)
    })
  },
})

async function fireDue(engine: Engine, until: Date, tiles: ReadonlyMap<string, Tile> | null): Promise<void> {
  const rows = await engine.tx.selectFrom('standing').selectAll().where('due_at', '<=', until).execute()
  const rules = new Map((await rulesInForce(engine)).map((rule) => [rule.id, rule]))
  const services = new Map((await subjectsPresent(engine)).map((subject) => [subject.id, subject]))
  const blindMs = blindSince === null ? 0 : performance.now() - blindSince
  const due = rows.flatMap((row) => {
    const rule = rules.get(row.rule_id)
    if (!rule) return []
    const service = row.subject_kind === 'service' ? services.get(row.subject_id) : undefined
    if (row.subject_kind === 'service') {
      if (!service) return []
      const blind = Math.min(blindMs, until.getTime() - (row.due_at?.getTime() ?? 0)) > BLIND_MS
      if (!blind && !agrees(service, tiles?.get(service.id))) return []
    }
    const subject = service
      ? toRef(service)
      : { kind: row.subject_kind, id: row.subject_id, name: HOUSE[row.subject_id] ?? row.subject_id, group: null }
    return [{ row, rule, subject, title: titleOf(subject.name, rule) }]
  })
  await takeTime(engine, due, until)
}

async function wake(engine: Engine): Promise<void> {
  const rows = await engine.tx
    .selectFrom('alert')
    .select(['body', 'quiet_at', 'snoozed_until'])
    .where('state', '=', 'snoozed')
    .where('snoozed_until', '<=', engine.now)
    .execute()
  for (const row of rows) await keep(engine, woken(toKept(row)), row.snoozed_until ?? engine.now)
}
