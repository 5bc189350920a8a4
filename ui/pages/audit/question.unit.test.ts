import { expect, test } from 'vitest'
import { ReadAudit } from '../../../contracts/journal.ts'
import { t } from '../../messages.ts'
import { auditedOf, csvAddress, filtersOf, questionOf } from './question.ts'

test('the last day counts as a whole, in the person’s zone', () => {
  const question = questionOf({ from: '2026-02-28', to: '2026-02-28' })
  expect(question.from).toBe(new Date(2026, 1, 28).toISOString())
  expect(question.to).toBe(new Date(2026, 2, 1).toISOString())
  expect(ReadAudit.schema.safeParse(question).success).toBe(true)
})

test('what says nothing is left out of the question and of the address of the table', () => {
  const question = questionOf(filtersOf(new URLSearchParams('who=+anna+&type=&from=never&other=1')))
  expect(question).toEqual({ who: 'anna' })
  expect(csvAddress(question)).toBe('/api/admin/audit.csv?who=anna')
  expect(csvAddress({})).toBe('/api/admin/audit.csv')
})

test('what services pass on is not offered as something that a person does', () => {
  expect(auditedOf(['auth.signed-in', 'library.item-added', 'status.changed', 'status.monitor-added'])).toEqual([
    'auth.signed-in',
    'status.monitor-added',
  ])
})

test('each thing that can be chosen has words of its own', () => {
  const words = auditedOf(t.facts.types).map((type) => t.audit.types[type])
  expect(words).not.toContain(undefined)
  expect(new Set(words).size).toBe(words.length)
})
