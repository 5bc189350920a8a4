import { expect, test } from 'vitest'
import type { Alert } from '../../../contracts/alerts.ts'
import { byUrgency, minutesUntilTomorrow } from './order.ts'

const alert = (id: string, state: Alert['state'], severity: Alert['severity'], raisedAt = '2026-03-01T10:00:00Z') =>
  ({ id, state, severity, raisedAt }) as Alert

test('what nobody looks after comes first, the worst of it before the rest, the newest before the older', () => {
  const shown = byUrgency([
    alert('snoozed', 'snoozed', 'critical'),
    alert('minor', 'open', 'info'),
    alert('old', 'open', 'critical', '2026-03-01T08:00:00Z'),
    alert('mine', 'acknowledged', 'critical'),
    alert('new', 'open', 'critical', '2026-03-01T09:00:00Z'),
  ])
  expect(shown.map(({ id }) => id)).toEqual(['new', 'old', 'minor', 'mine', 'snoozed'])
})

test('tomorrow is eight in the morning of the next day, also right after midnight', () => {
  expect(minutesUntilTomorrow(new Date(2026, 5, 10, 20, 0).getTime())).toBe(12 * 60)
  expect(minutesUntilTomorrow(new Date(2026, 5, 10, 0, 30).getTime())).toBe(31 * 60 + 30)
})
