import { expect, test } from 'vitest'
import type { RequestRow } from '../tables.ts'
import { decide } from './decide.ts'
import { followedOf } from './followed.ts'
import { aFact, aFilm, aRow, aView, minutes } from './row.test.rig.ts'
import type { View } from './view.ts'

const decided = (row: RequestRow, view: View, at = 10) =>
  decide(row, {
    view,
    inPlex: undefined,
    ground: { title: 'Radarr', well: view.down === null, budget: 5, now: minutes(at) },
    patience: { now: minutes(at), lateAfterHours: 6 },
  })
const next = (row: RequestRow, change: ReturnType<typeof decided>): RequestRow => {
  const { followed, ...set } = change?.change.set ?? {}
  return { ...row, ...set, ...(typeof followed === 'string' ? { followed: JSON.parse(followed) } : {}) } as RequestRow
}

const known = { ...followedOf(null), there: aFilm(), handedOnAt: minutes(1).toISOString() }

test('that it was imported is told although Plex had it before the history was read', () => {
  const row = aRow({ status: 'available', stage: 'in-plex', followed: known, updated_at: minutes(9) })
  const change = decided(row, aView({ happened: [aFact('grabbed'), aFact('imported', { at: minutes(8) })] }))
  expect(change?.change.steps?.map(({ key }) => key)).toEqual(['grabbed:CAFE', 'imported:CAFE'])
  expect(change?.change).not.toHaveProperty('status')
  expect(decided(next(row, change), aView({ happened: [aFact('imported', { at: minutes(8) })] }))).toBeNull()
  expect(decided(row, aView({ happened: [aFact('imported', { at: minutes(8) })] }), 60)).toBeNull()
})

test('what failed says that Radarr does not answer, from the second look on, and no longer once it does', () => {
  const down = { since: minutes(10), words: 'Radarr refuses the connection.' }
  const row = aRow({ status: 'failed', retry_at: minutes(30) })
  expect(decided(row, aView({ down }))).toBeNull()
  const late = decided(row, aView({ down }), 11)
  expect(late?.change.steps).toMatchObject([{ step: 'late', detail: { code: 'unreachable', reason: down.words } }])
  const waiting = next(row, late)
  expect(waiting).toMatchObject({ late_code: 'unreachable', late_since: minutes(10), late_message: down.words })
  expect(decided(waiting, aView({ down }), 12)).toBeNull()
  const back = decided(waiting, aView(), 13)
  expect(back?.change.steps).toMatchObject([{ step: 'on-time' }])
  expect(next(waiting, back).late_code).toBeNull()
})

test('what is over and says so is left alone', () => {
  expect(decided(aRow({ status: 'available' }), aView(), 60)).toBeNull()
})
