import { expect, test } from 'vitest'
import { type Maintenance, PlanMaintenance } from '../../../contracts/maintenance.ts'
import { type Draft, draftOf, emptyDraft, inputOf, wrongFrom, wrongIn } from './draft.ts'
import { cronOf, recurringOf } from './recurring.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const good: Draft = { ...emptyDraft(NOW), title: 'New disk', everything: true }

test.each<[number[], string, string]>([
  [[0], '03:00', '0 3 * * 0'],
  [[5, 1, 1], '22:45', '45 22 * * 1,5'],
  [[0, 1, 2, 3, 4, 5, 6], '00:05', '5 0 * * *'],
])('days %o at %s are the cron expression %s, and back', (days, time, cron) => {
  expect(cronOf({ days, time })).toBe(cron)
  expect(recurringOf(cron)).toEqual({ days: [...new Set(days)].toSorted((a, b) => a - b), time })
})

test.each<[string, number[] | undefined]>([
  ['0 3 * * 1-3,7', [0, 1, 2, 3]],
  ['0 3 1 * *', undefined],
  ['*/5 * * * *', undefined],
  ['0 3 * * MON', undefined],
  ['0 3 * * 5-1', undefined],
  ['0 24 * * 1', undefined],
  ['0 0 3 * * 1', undefined],
])('%s is read as days %o', (cron, days) => {
  expect(recurringOf(cron)?.days).toEqual(days)
})

test.each<Partial<Draft>>([
  {},
  { how: 'weekly' },
  { how: 'cron', cron: '0 3 1 * *' },
  { everything: false, groups: ['Downloads'], note: 'Since it is full' },
])('a good draft with %o is what the contract takes', (part) => {
  const draft = { ...good, ...part }
  expect(wrongIn(draft)).toEqual({})
  expect(PlanMaintenance.schema.safeParse(inputOf(draft)).error).toBeUndefined()
})

test.each<[Partial<Draft>, string]>([
  [{ title: ' ' }, 'title'],
  [{ startsAt: '' }, 'startsAt'],
  [{ endsAt: good.startsAt }, 'endsAt'],
  [{ how: 'weekly', days: [] }, 'days'],
  [{ how: 'weekly', time: '' }, 'time'],
  [{ how: 'weekly', minutes: '0' }, 'minutes'],
  [{ how: 'cron', cron: '@daily' }, 'cron'],
  [{ everything: false }, 'scope'],
])('%o is wrong in %s', (part, field) => {
  expect(Object.keys(wrongIn({ ...good, ...part }))).toContain(field)
})

test('a window comes back into the form as it was planned', () => {
  const draft: Draft = { ...good, how: 'weekly', days: [1, 2], time: '04:30', minutes: '90', timezone: 'Europe/Berlin' }
  const stored: Maintenance = {
    id: 'x',
    title: 'New disk',
    note: null,
    startsAt: null,
    endsAt: null,
    cron: '30 4 * * 1,2',
    durationMinutes: 90,
    timezone: 'Europe/Berlin',
    everything: true,
    groups: [],
    monitorIds: [],
    active: null,
    nextAt: null,
    updatedAt: '2026-11-21T12:00:00.000Z',
  }
  expect(inputOf(draftOf(stored, NOW))).toEqual(inputOf(draft))
})

test("the portal's objections land where the person can see them", () => {
  const issues = [
    { path: 'cron', message: 'Cron.' },
    { path: 'durationMinutes', message: 'Long.' },
    { path: 'groups.0', message: 'Group.' },
  ]
  expect(wrongFrom(issues, { ...good, how: 'weekly' })).toEqual({ days: 'Cron.', minutes: 'Long.', scope: 'Group.' })
})
