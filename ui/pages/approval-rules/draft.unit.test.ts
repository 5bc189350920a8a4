import { expect, test } from 'vitest'
import type { ApprovalRule } from '../../../contracts/request-rules.ts'
import { conditionOf, draftOf, EMPTY, inputOf, wrongFrom, wrongIn } from './draft.ts'

const rule: ApprovalRule = {
  id: 'a',
  name: 'Short films',
  enabled: false,
  condition: {
    mediaTypes: ['movie'],
    is4k: false,
    userIds: ['u'],
    roles: ['user'],
    fromYear: 1990,
    toYear: 2020,
    genres: ['Comedy', 'Family'],
    notGenres: ['Horror'],
    minVote: 6.5,
    maxRuntimeMinutes: 120,
    maxSeasons: 2,
    maxPerWeek: 3,
  },
  approved: 0,
  createdAt: '2026-11-21T12:00:00.000Z',
  updatedAt: '2026-11-21T12:00:00.000Z',
}

test('a rule goes through the form unchanged, and what is empty is no condition', () => {
  expect(inputOf(draftOf(rule))).toEqual({ name: rule.name, enabled: false, condition: rule.condition })
  expect(conditionOf(EMPTY)).toEqual({})
})

test('what is typed is told wrong at its field', () => {
  expect(wrongIn(EMPTY)).toEqual({ name: 'Give it a name.' })
  expect(Object.keys(wrongIn({ ...EMPTY, name: 'x', maxSeasons: '0', minVote: '11', fromYear: '12' }))).toEqual([
    'maxSeasons',
    'fromYear',
    'minVote',
  ])
  expect(wrongIn({ ...EMPTY, name: 'x', fromYear: '2020', toYear: '2010' })).toHaveProperty('toYear')
  expect(wrongIn({ ...EMPTY, name: 'x', minVote: '6,5' })).toEqual({})
  expect(conditionOf({ ...EMPTY, minVote: '6,5' })).toEqual({ minVote: 6.5 })
})

test('what the portal refuses stands at its field', () => {
  expect(wrongFrom({ code: 'CONFLICT', issues: [] })).toHaveProperty('name')
  expect(wrongFrom({ code: 'INVALID', issues: [{ path: 'condition.maxSeasons', message: 'Too many' }] })).toEqual({
    maxSeasons: 'Too many',
  })
})
