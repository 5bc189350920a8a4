import type { Maintenance } from '../../../contracts/maintenance.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { isEveryDay, recurringOf } from './recurring.ts'

const text = t.maintenance

/** When a window is, in words. */
export function whenOf({ cron, durationMinutes, timezone, startsAt, endsAt }: Maintenance): string {
  if (cron !== null) {
    const [minutes, zone] = [durationMinutes ?? 0, timezone ?? 'UTC']
    const recurring = recurringOf(cron)
    if (!recurring) return text.cron(cron, minutes, zone)
    return text.at(isEveryDay(recurring) ? text.everyDay : text.every(recurring.days), recurring.time, minutes, zone)
  }
  const from = startsAt ? dayClock(Date.parse(startsAt)) : ''
  return endsAt ? text.once(from, dayClock(Date.parse(endsAt))) : text.onceOpen(from)
}

/** What it is for, in words. */
export function scopeOf({ everything, groups, monitorIds }: Maintenance): string {
  if (everything) return text.everything
  return text.both([
    ...(groups.length > 0 ? [text.groups(groups)] : []),
    ...(monitorIds.length > 0 ? [text.services(monitorIds.length)] : []),
  ])
}

/** What cancelling it will do. */
export function cancellingOf({ active, cron, nextAt }: Maintenance): string {
  if (active) return cron === null ? text.cancelOpen : `${text.cancelOpen} ${text.cancelRecurring}`
  if (cron !== null) return text.cancelRecurring
  return nextAt === null ? text.cancelPast : text.cancelPlanned
}
