import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Step } from '../../contracts/media-requests.ts'
import { GetRequestStatistics } from '../../contracts/request-rules.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { openRows, type Rows } from './list/rows.test.rig.ts'
import statistics from './statistics.ts'

let rig: Rig
let rows: Rows
const [anna, ben] = [randomUUID(), randomUUID()]
const MINUTE_MS = 60_000

beforeAll(async () => {
  rig = await startRig()
  await rig.host([statistics])
  rows = await openRows(rig.databaseUrl)
})
afterAll(async () => {
  await rows.close()
  await rig.stop()
})
beforeEach(async () => {
  await rows.client.query('truncate request cascade')
})

const ask = (months = 12) => rig.client.ask(GetRequestStatistics, { months }, { ...rig.who, role: 'admin' as const })

/** The middle of a month, so many months ago. */
const monthsAgo = (months: number): Date => {
  const now = new Date()
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 2, 12))
}

async function travelled(
  who: { user_id?: string; requested_by: string },
  at: Date,
  minutes: Partial<Record<Step, number>>,
) {
  const id = await rows.request({ ...who, created_at: at })
  for (const [step, after] of Object.entries(minutes)) {
    const grab = step === 'grabbed' || step === 'imported'
    await rows.step(id, {
      step: step as Step,
      key: grab ? `${step}:${id}` : step,
      at: new Date(at.getTime() + after * MINUTE_MS),
      detail: JSON.stringify(step === 'grabbed' ? { indexer: 'Attic' } : {}),
    })
  }
  return id
}

test('says the median and the ninth tenth of each stage, by month, person and indexer', async () => {
  const at = monthsAgo(1)
  for (const minutes of [10, 20, 30])
    await travelled({ user_id: anna, requested_by: 'Anna' }, at, {
      asked: 0,
      approved: minutes,
      grabbed: minutes + 5,
      imported: minutes + 5 + minutes,
      'in-plex': 100 + minutes,
    })
  // not gone through all of it, in another month, by somebody who is known at Seerr only
  await travelled({ requested_by: 'kris' }, monthsAgo(2), { asked: 0, grabbed: 40 })
  await travelled({ user_id: ben, requested_by: 'Ben' }, monthsAgo(13), { asked: 0, 'in-plex': 1 })
  const found = await ask()
  expect(found.requests).toBe(4)
  const stages = Object.fromEntries(found.stages.map(({ stage, ...spread }) => [stage, spread]))
  const spread = (count: number, median: number, p90: number) => ({
    count,
    medianMs: median * MINUTE_MS,
    p90Ms: p90 * MINUTE_MS,
  })
  const none = { count: 0, medianMs: null, p90Ms: null }
  expect(stages).toEqual({
    approved: spread(3, 20, 28),
    'handed-on': none,
    // 5, 5, 5 since it was approved, and 40 since it was asked
    grabbed: spread(4, 5, 29.5),
    downloading: none,
    imported: spread(3, 20, 28),
    'in-plex': spread(3, 75, 83),
    watched: none,
  })
  expect(found.whole).toEqual(spread(3, 120, 128))
  expect(found.months.map(({ requests: count, whole }) => [count, whole.count])).toEqual([
    [1, 0],
    [3, 3],
  ])
  expect(found.months[0]!.month).toBe(monthsAgo(2).toISOString().slice(0, 7))
  expect(found.months[0]!.stages.find(({ stage }) => stage === 'grabbed')).toMatchObject(spread(1, 40, 40))
  expect(found.people).toEqual([
    { userId: anna, name: 'Anna', requests: 3, ...spread(3, 120, 128) },
    { userId: null, name: 'kris', requests: 1, ...none },
  ])
  expect(found.indexers).toEqual([{ indexer: 'Attic', grabs: 4, ...spread(3, 20, 28) }])
  expect((await ask(14)).requests).toBe(5)
})

test('a clock that went wrong is no negative time, and nothing is nothing', async () => {
  expect(await ask()).toMatchObject({ requests: 0, months: [], people: [], indexers: [], whole: { medianMs: null } })
  await travelled({ user_id: anna, requested_by: 'Anna' }, monthsAgo(0), { asked: 0, approved: -5 })
  expect((await ask()).stages[0]).toEqual({ stage: 'approved', count: 1, medianMs: 0, p90Ms: 0 })
})
