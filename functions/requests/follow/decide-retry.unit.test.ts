import { expect, test } from 'vitest'
import type { RequestRow } from '../tables.ts'
import { decideRetry } from './decide-retry.ts'
import { aRow, minutes, NOON } from './row.test.rig.ts'

const failed = (more: Partial<RequestRow> = {}) => aRow({ status: 'failed', ...more })
const ground = (now: Date, more: object = {}) => ({ title: 'Radarr', well: true, budget: 5, now, ...more })

test('1, 5, 15, 60 and 360 minutes after each failure, and then no more', () => {
  let row = failed()
  let now = NOON
  const waits: number[] = []
  let sent = 0
  for (let n = 0; n < 30; n += 1) {
    const retry = decideRetry(row, ground(now))
    if (retry) row = { ...row, ...retry.change.set } as RequestRow
    if (retry?.send) {
      sent += 1
      // taken, and failed again at once: whoever sends it forgets when it is due
      row = { ...row, retry_at: null }
    } else if (row.retry_at) {
      waits.push((row.retry_at.getTime() - now.getTime()) / 60_000)
      now = row.retry_at
    }
  }
  expect(sent).toBe(5)
  expect(waits).toEqual([1, 5, 15, 60, 360])
  expect(row).toMatchObject({ retries: 5, retry_at: null })
  expect(row.reason).toBe(
    'Radarr could not take it. It was handed on again 5 times by itself. An admin can hand it on once more.',
  )
})

test('not before Radarr is well, and at once when it is', () => {
  const row = failed({ retry_at: minutes(1) })
  expect(decideRetry(row, ground(minutes(60), { well: false }))).toBeNull()
  expect(decideRetry(row, ground(minutes(60)))).toMatchObject({ send: true, change: { set: { retries: 1 } } })
})

test('without a budget it is left to the admin, and what did not fail is left alone', () => {
  expect(decideRetry(failed(), ground(NOON, { budget: 0 }))).toBeNull()
  expect(decideRetry(aRow(), ground(NOON))).toBeNull()
  expect(decideRetry(failed({ seerr_id: null }), ground(NOON))).toBeNull()
})
