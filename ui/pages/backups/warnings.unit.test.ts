import { expect, test } from 'vitest'
import { warningsOf } from './warnings.ts'

const NOW = Date.parse('2026-03-10T12:00:00Z')
const backup = (madeAt: string) => ({ file: 'x', madeAt, sizeBytes: 1, productVersion: null, withKey: true })
const fine = { items: [backup('2026-03-09T12:00:00Z')], daily: true, hasPassphrase: true }

test('a young backup with a pass phrase is nothing to worry about', () => {
  expect(warningsOf(fine, NOW)).toEqual([])
})

test('no backup, or none younger than two days, is', () => {
  expect(warningsOf({ ...fine, items: [] }, NOW)).toEqual(['none'])
  expect(warningsOf({ ...fine, items: [backup('2026-03-08T11:59:59Z')] }, NOW)).toEqual(['old'])
  expect(warningsOf({ ...fine, items: [backup('2026-03-08T11:59:59Z')], daily: false }, NOW)).toEqual(['off'])
  expect(warningsOf({ ...fine, items: [backup('2026-03-08T12:00:01Z')] }, NOW)).toEqual([])
})

test('so is a missing pass phrase, beside the rest', () => {
  expect(warningsOf({ items: [], daily: true, hasPassphrase: false }, NOW)).toEqual(['none', 'passphrase'])
})
