import * as fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { until } from '../../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import type { AnyFunction } from '../../../bus/index.ts'
import { hosted } from '../../../bus/host.ts'
import { publishSlot } from '../../../bus/schedule.ts'
import type { HostedFunctions } from '../../../bus/start.ts'
import purgeResults, { purge } from '../purge-results.ts'
import rollUpByClock, { goOn } from './roll-up.ts'
import { rollUp, spansOf } from './rolled.ts'
import { DAY_MS, HOUR_MS, later, MINUTE_MS, SPAN_MS, spanOf } from './spans.ts'
import { type Made, type TestStory, testStory } from './story-rig.test.ts'
import transitions from './transitions.ts'

let rig: Rig
let hosts: HostedFunctions
let story: TestStory

// nothing that runs by the clock: it would count and drop what these tests place by theirs
beforeAll(async () => {
  rig = await startRig()
  hosts = await rig.host([transitions])
  story = testStory(hosts)
})
beforeEach(async () => {
  await hosts.pool.query('delete from status.monitor; delete from status.roll_up; delete from status.influence')
})
afterAll(() => rig.stop())

const now = new Date('2026-03-10T12:34:56.789Z')

const rolled = async (id: string) =>
  (
    await hosts.pool.query(
      'select at, checks, good, degraded, excluded, sum_ms, min_ms, max_ms from status.check_5m where monitor_id = $1 order by at',
      [id],
    )
  ).rows
const mark = async (): Promise<Date | undefined> =>
  (await hosts.pool.query<{ until: Date }>('select until from status.roll_up')).rows[0]?.until
const count = async (table: string): Promise<number> =>
  Number((await hosts.pool.query<{ n: string }>(`select count(*) as n from status.${table}`)).rows[0]?.n)

/** The same by hand. */
function recount(made: readonly Made[], until: Date) {
  const spans = new Map<number, Made[]>()
  for (const one of made) {
    const start = spanOf(one.at, SPAN_MS).getTime()
    if (start < until.getTime()) spans.set(start, [...(spans.get(start) ?? []), one])
  }
  return [...spans]
    .toSorted(([a], [b]) => a - b)
    .map(([start, all]) => {
      const counted = all.filter((one) => !one.excluded && one.status !== 'unknown')
      const good = counted.filter((one) => one.status !== 'offline')
      const times = good.flatMap(({ ms }) => ms ?? [])
      return {
        at: new Date(start),
        checks: counted.length,
        good: good.length,
        degraded: counted.filter((one) => one.status === 'degraded').length,
        excluded: all.filter((one) => one.excluded).length,
        sum_ms: times.reduce((a, b) => a + b, 0),
        min_ms: times.length ? Math.min(...times) : null,
        max_ms: times.length ? Math.max(...times) : null,
      }
    })
}

const check = fc.record({
  agoMs: fc.nat(5 * HOUR_MS),
  status: fc.constantFrom('online', 'offline', 'degraded', 'unknown'),
  // halves: what a float of 4 bytes holds as it is
  ms: fc.option(fc.integer({ min: 1, max: 4000 }).map((n) => n / 2)),
  excluded: fc.boolean(),
})

test('what is rolled up is what a recount gives, however often and whenever it is done', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(check, { selector: (one) => one.agoMs, maxLength: 60 }),
      fc.array(fc.nat(5 * HOUR_MS), { maxLength: 5 }),
      async (all, runs) => {
        await hosts.pool.query('delete from status.monitor; delete from status.roll_up')
        const id = await story.monitor('Any')
        const made = all.map(({ agoMs, ...one }): Made => ({ ...one, at: later(now, -agoMs) }))
        await story.checks(id, made)
        for (const agoMs of runs) await story.tx((tx) => goOn(tx, later(now, -agoMs)))
        // clocks went back and forth; the last ones are as they are
        for (let i = 0; i < 2; i += 1) await story.tx((tx) => goOn(tx, now))
        const settled = spanOf(later(now, -MINUTE_MS), SPAN_MS)
        expect(await mark()).toEqual(settled)
        expect(await rolled(id)).toEqual(recount(made, settled))
        // who reads sees the rest too
        const all5m = await story.tx((tx) => spansOf(tx, id, { from: later(now, -DAY_MS), to: later(now, 1) }))
        expect(all5m).toEqual(recount(made, later(now, SPAN_MS)))
      },
    ),
    { numRuns: 30 },
  )
})

const every = (seconds: number, from: Date, to: Date): Made[] =>
  Array.from({ length: Math.ceil((to.getTime() - from.getTime()) / (seconds * 1000)) }, (_, i) => ({
    at: later(from, i * seconds * 1000),
  }))

test('after an outage of hours it catches up, and nothing is dropped that was not counted', async () => {
  const id = await story.monitor('Any')
  const begin = later(now, -3 * DAY_MS)
  const made = every(60, begin, now)
  await story.checks(id, made)
  await story.tx((tx) => purge(tx, now))
  expect(await count('check_result')).toBe(made.length)
  // a run begins ten minutes before the end of the one before
  for (let runs = 0; runs < 13; runs += 1) {
    await story.tx((tx) => goOn(tx, now))
    await story.tx((tx) => purge(tx, now))
  }
  expect(await rolled(id)).toEqual(
    recount(
      every(60, begin, now).map((one) => ({ ...one, ms: 10 })),
      spanOf(now, SPAN_MS),
    ),
  )
  const { rows } = await hosts.pool.query<{ first: Date }>('select min(at) as first from status.check_result')
  const kept = now.getTime() - rows[0]!.first.getTime()
  expect(kept).toBeGreaterThanOrEqual(2 * DAY_MS)
  expect(kept).toBeLessThan(2 * DAY_MS + 2 * SPAN_MS)
  await story.tx((tx) => goOn(tx, now))
  expect((await rolled(id)).length).toBe(recount(made, spanOf(now, SPAN_MS)).length)
})

test('a pause of weeks is passed over in one run', async () => {
  const id = await story.monitor('Any')
  await story.checks(id, every(60, later(now, -20 * DAY_MS), later(now, -20 * DAY_MS + HOUR_MS)))
  await story.tx((tx) => goOn(tx, later(now, -20 * DAY_MS + HOUR_MS)))
  await story.checks(id, every(60, later(now, -HOUR_MS), now))
  await story.tx((tx) => goOn(tx, now))
  await story.tx((tx) => goOn(tx, now))
  expect(await mark()).toEqual(spanOf(later(now, -MINUTE_MS), SPAN_MS))
  expect((await rolled(id)).reduce((sum, { checks }) => sum + checks, 0)).toBeGreaterThan(110)
})

test('results of the past are counted for their own monitor alone', async () => {
  const [id, other] = [await story.monitor('Any'), await story.monitor('Other')]
  await story.tx((tx) => goOn(tx, now))
  const from = spanOf(later(now, -HOUR_MS), SPAN_MS)
  const made = every(60, from, later(from, HOUR_MS / 2))
  await story.checks(id, made)
  await story.checks(other, made)
  await story.tx((tx) => rollUp(tx, { from, to: later(from, HOUR_MS / 2) }, [id]))
  expect((await rolled(id)).map(({ checks }) => checks)).toEqual([5, 5, 5, 5, 5, 5])
  expect(await rolled(other)).toEqual([])
})

test('the portal does both by itself, with the rights that it has', async () => {
  const own = await startRig()
  try {
    const running = await own.host([rollUpByClock])
    const { pool } = running
    const told = testStory(running)
    const id = await told.monitor('Any')
    const begin = later(new Date(), -3 * DAY_MS)
    await told.checks(id, every(300, begin, later(begin, HOUR_MS)))
    // a slot of its own, as the clock makes them
    let slot = Date.now()
    const run = ({ host }: HostedFunctions, fn: AnyFunction) => publishSlot(hosted(host, fn), ++slot)
    // what it did as it started
    await until(async () => (await pool.query('delete from status.roll_up')).rowCount)
    await run(running, rollUpByClock)
    // what it did as it started may have counted some of them before
    await until(async () => {
      const { rows } = await pool.query<{ n: string }>('select sum(checks) as n from status.check_5m')
      return rows[0]?.n === '12'
    })
    await pool.query('update status.roll_up set until = now()')
    // only now, as it would purge as it starts what is still to be counted
    await run(await own.host([purgeResults]), purgeResults)
    await until(async () => (await pool.query('select from status.check_result')).rowCount === 0)
  } finally {
    await own.stop()
  }
})

test('everything goes after its time, and not before', async () => {
  const id = await story.monitor('Any')
  const ages = { check_5m: 30 * DAY_MS, check_hour: 732 * DAY_MS }
  await story.tx((tx) => goOn(tx, now))
  for (const [table, age] of Object.entries(ages))
    for (const at of [later(now, -age - HOUR_MS), later(now, -age + HOUR_MS)])
      await hosts.pool.query(`insert into status.${table} values ($1, $2, 1, 1, 0, 0, 0, null, null)`, [id, at])
  for (const [i, at] of [later(now, -733 * DAY_MS), later(now, -731 * DAY_MS)].entries()) {
    await story.change(id, i + 1, { at, from: 'unknown', status: 'online' })
    await hosts.pool.query(
      `insert into status.influence values (gen_random_uuid(), $1, 'settings.changed', null, null, 'operator', '{}')`,
      [at],
    )
  }
  await story.tx((tx) => purge(tx, now))
  for (const table of ['check_5m', 'check_hour', 'transition', 'influence']) expect(await count(table)).toBe(1)
})
