import { SEVERITIES } from '../../../contracts/alert-kinds.ts'
import type { Alert } from '../../../contracts/alerts.ts'

const STATES: readonly Alert['state'][] = ['open', 'acknowledged', 'snoozed', 'resolved']

/** What nobody looks after before what somebody does, the worst first, then the newest. */
export const byUrgency = (alerts: readonly Alert[]): Alert[] =>
  alerts.toSorted(
    (a, b) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      SEVERITIES.indexOf(b.severity) - SEVERITIES.indexOf(a.severity) ||
      Date.parse(b.raisedAt) - Date.parse(a.raisedAt),
  )

const MORNING = 8

/** Minutes until eight in the morning of the next day in the person's zone. */
export function minutesUntilTomorrow(now: number): number {
  const morning = new Date(now)
  morning.setDate(morning.getDate() + 1)
  morning.setHours(MORNING, 0, 0, 0)
  return Math.ceil((morning.getTime() - now) / 60_000)
}
