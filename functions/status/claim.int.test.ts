import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { startRig } from '../../infra/test/rig.ts'
import { onClient } from '../../bus/pg/kysely.ts'
import { enterDomain } from '../../bus/pg/schema.ts'
import { claimDue } from './claim.ts'
import type { StatusTables } from './domain.ts'
import { statusFunctions } from './index.ts'

const now = new Date('2026-01-01T12:00:00Z')
const after = (ms: number): Date => new Date(now.getTime() + ms)

/** Claims at `now`, 6 s ahead, among monitors of the test's own, which nobody else sees as nothing is committed. */
async function claimed(monitors: { name: string; due: number; interval: number; timeout: number }[]) {
  const rig = await startRig()
  const { pool } = await rig.host(statusFunctions)
  const client = await pool.connect()
  try {
    await client.query(`begin; ${enterDomain('status', false)}`)
    const tx = onClient<StatusTables>(client)
    for (const { name, due, interval, timeout } of monitors) {
      const setting = { name, kind: 'tcp', target: 'a:1', interval_seconds: interval, timeout_ms: timeout } as const
      const times = { created_at: now, updated_at: now, next_check_at: after(due) }
      const standing = { accepted_codes: ['200'], version: 1, status: 'unknown' as const }
      await tx
        .insertInto('monitor')
        .values({ id: randomUUID(), ...setting, ...times, ...standing })
        .execute()
    }
    const first = await claimDue(tx, now, after(6000))
    expect(await claimDue(tx, now, after(6000))).toEqual([])
    return Object.fromEntries(first.map((row) => [row.name, row]))
  } finally {
    await client.query('rollback')
    client.release()
    await rig.stop()
  }
}

test('what is due before the next slot is claimed, once, and keeps its rhythm', async () => {
  const rows = await claimed([
    { name: 'due', due: -1000, interval: 30, timeout: 3000 },
    { name: 'soon', due: 5900, interval: 7, timeout: 1000 },
    { name: 'later', due: 6000, interval: 5, timeout: 1000 },
    { name: 'patient', due: 0, interval: 5, timeout: 60_000 },
    { name: 'forgotten', due: -3_600_000, interval: 30, timeout: 1000 },
  ])
  expect(Object.keys(rows).toSorted((a, b) => a.localeCompare(b))).toEqual(['due', 'forgotten', 'patient', 'soon'])
  expect(rows['due']).toMatchObject({ following: after(29_000), next_check_at: after(29_000), version: 1 })
  // its answer may take as long from when it is due
  expect(rows['soon']).toMatchObject({ due: after(5900), following: after(12_900), next_check_at: after(12_900) })
  // nobody else begins while this one may still wait for an answer
  expect(rows['patient']).toMatchObject({ following: after(5000), next_check_at: after(65_000) })
  const spread = rows['forgotten']!.following.getTime() - now.getTime()
  expect(spread).toBeGreaterThanOrEqual(15_000)
  expect(spread).toBeLessThanOrEqual(30_000)
})
