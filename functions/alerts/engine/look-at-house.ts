import { AlertTransitioned } from '../../../contracts/alerts.ts'
import { IncidentChanged } from '../../../contracts/incidents.ts'
import { ListDeadLetters } from '../../../contracts/journal.ts'
import { OutsideBreaker } from '../../../contracts/outside.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { HOUSE, HOUSE_METRICS, type House, type Reading } from '../metrics.ts'
import { inEngine } from './engine.ts'
import { daysUntilFull, type Point } from './fit.ts'
import { disksOf, memoryPercent, ownFolders } from './machine.ts'
import { recordSamples } from './samples.ts'
import { rulesInForce, take } from './take.ts'
import { exceeds } from './threshold.ts'
import { thresholdWords } from './words.ts'

const SIGN_INS_MS = 600_000
/** So long after it might have been tried again an open breaker still counts. */
const UNTRIED_MS = 120_000
/** A disk's line is drawn through so long. */
const FIT_MS = 3 * 86_400_000
/** Beyond this many nobody needs the exact number. */
const LETTERS_MOST = 1000

export default defineFunction({
  name: 'alerts.look-at-house',
  summary: 'Measures disks, memory, breakers, dead letters, failed sign-ins and broken Plex tokens.',
  domain: alerts,
  every: '30s',
  catchUp: 'last',
  timeout: '30s',
  concurrency: { perProcess: 1 },
  calls: [ListDeadLetters],
  emits: [AlertTransitioned, IncidentChanged],
  async run(_slot, ctx) {
    const countLetters = async (): Promise<number> => {
      let count = 0
      for (let cursor: string | null | undefined; cursor !== null && count < LETTERS_MOST;) {
        const page = await ctx.call(ListDeadLetters, { state: 'open', limit: 200, ...(cursor ? { cursor } : {}) })
        count += page.items.length
        cursor = page.nextCursor
      }
      return count
    }
    const house: House = {
      disks: () => disksOf(ctx.provided(ownFolders)),
      memoryPercent: () => memoryPercent(),
      async openBreakers() {
        const store = ctx.state(OutsideBreaker)
        const entries = await Promise.all((await store.keys()).map((key) => store.get(key)))
        // one that is being tried again is not well yet; one that nobody has tried for long tells nothing
        const isOpen = ({ state, triesAgainAt }: OutsideBreaker): boolean =>
          state === 'half-open' ||
          (state === 'open' && (triesAgainAt === null || Date.parse(triesAgainAt) > ctx.now().getTime() - UNTRIED_MS))
        return new Set(entries.flatMap((entry) => (entry && isOpen(entry) ? [entry.address] : []))).size
      },
      deadLetters: countLetters,
      async failedSignIns() {
        const since = new Date(ctx.now().getTime() - SIGN_INS_MS)
        const { n } = await ctx.db
          .selectFrom('failed_sign_in')
          .select((eb) => eb.fn.countAll<string>().as('n'))
          .where('at', '>', since)
          .executeTakeFirstOrThrow()
        return Number(n)
      },
      async brokenTokens() {
        const { n } = await ctx.db
          .selectFrom('broken_token')
          .select((eb) => eb.fn.countAll<string>().as('n'))
          .where('broken', '=', true)
          .executeTakeFirstOrThrow()
        return Number(n)
      },
      async daysUntilFull(subjectId) {
        const rows = await ctx.db
          .selectFrom('sample')
          .select(['at', 'value'])
          .where('metric', '=', 'disk')
          .where('subject_id', '=', subjectId)
          .where('at', '>', new Date(ctx.now().getTime() - FIT_MS))
          .orderBy('at')
          .execute()
        const points = rows.flatMap(({ at, value }): Point[] => (value === null ? [] : [{ at, value }]))
        return daysUntilFull(points, ctx.now())
      },
    }
    const readings: (Reading & { metric: string })[] = []
    for (const [metric, read] of Object.entries(HOUSE_METRICS)) {
      // what cannot be measured now keeps what it had
      const found = await read(house).catch((error: unknown) => {
        ctx.log.debug({ err: error, metric }, 'This could not be measured now.')
        return []
      })
      readings.push(...found.map((reading) => ({ metric, ...reading })))
    }
    await inEngine(ctx, null, async (engine) => {
      await recordSamples(engine, readings)
      const rules = await rulesInForce(engine)
      await take(
        engine,
        rules.flatMap((rule) =>
          readings
            .filter(({ metric }) => rule.condition.kind === 'threshold' && rule.condition.metric === metric)
            .map(({ subjectId, value }) => {
              const subject = {
                kind: 'house' as const,
                id: subjectId,
                name: HOUSE[subjectId] ?? subjectId,
                group: null,
              }
              return {
                rule,
                subject,
                observation: { at: engine.now, holds: exceeds(rule.condition, value), value },
                words: thresholdWords(subject.name, rule, value),
              }
            }),
        ),
      )
    })
  },
})
