import type { DataOf } from '../../../contracts/define.ts'
import type { PlanMaintenance } from '../../../contracts/maintenance.ts'
import { toCron } from './windows.ts'

export type Plan = DataOf<typeof PlanMaintenance>

/** What is wrong with a field, in words. */
export interface Wrong {
  path: keyof Plan
  message: string
}

/** How many windows ahead are looked at for one that begins before the one before it is over. */
const AHEAD = 12

/** Null for a plan that can be kept. */
export function wrongWith(plan: Plan, now: Date): Wrong | null {
  return wrongCoverage(plan) ?? wrongChoice(plan) ?? (plan.cron ? wrongCron(plan, now) : wrongEnds(plan))
}

function wrongCoverage({ everything, groups, monitorIds }: Plan): Wrong | null {
  if (everything || groups?.length || monitorIds?.length) return null
  return { path: 'everything', message: 'Say which services it covers: everything, groups or monitorIds.' }
}

function wrongChoice({ startsAt, endsAt, cron, durationMinutes }: Plan): Wrong | null {
  const once = startsAt != null || endsAt != null
  const again = Boolean(cron) || durationMinutes != null
  if (once && again)
    return {
      path: cron ? 'cron' : 'durationMinutes',
      message: 'Give either startsAt and endsAt, or cron and durationMinutes.',
    }
  if (!once && !again)
    return {
      path: 'startsAt',
      message: 'Say when: startsAt and endsAt for one window, or cron and durationMinutes for one that comes again.',
    }
  if (again && !cron)
    return { path: 'cron', message: 'Say when it comes: cron, for example 0 3 * * 0 for Sundays at three.' }
  if (again && durationMinutes == null)
    return { path: 'durationMinutes', message: 'Say how long it lasts: durationMinutes.' }
  return null
}

function wrongEnds({ startsAt, endsAt }: Plan): Wrong | null {
  if (startsAt == null) return { path: 'startsAt', message: 'A single window needs both ends: say when it begins.' }
  if (endsAt == null) return { path: 'endsAt', message: 'A single window needs both ends: say when it is over.' }
  if (Date.parse(endsAt) <= Date.parse(startsAt))
    return { path: 'endsAt', message: 'It has to be over after it begins: endsAt is not later than startsAt.' }
  return null
}

function wrongCron({ cron, durationMinutes, timezone }: Plan, now: Date): Wrong | null {
  if (timezone && !isZone(timezone))
    return {
      path: 'timezone',
      message: `There is no time zone "${timezone}". Give an IANA name, for example Europe/Berlin.`,
    }
  let begins: Date[]
  try {
    begins = toCron(cron ?? '', timezone ?? null).nextRuns(AHEAD, now)
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/^\w+: /, '') : 'not understood'
    return {
      path: 'cron',
      message: `"${cron}" is no recurring time (${reason.replace(/\.$/, '')}). Give five fields, for example 0 3 * * 0 for Sundays at three.`,
    }
  }
  if (begins.length === 0) return { path: 'cron', message: `"${cron}" never comes: there is no such day.` }
  const shortest = Math.min(...begins.slice(1).map((at, i) => (at.getTime() - begins[i]!.getTime()) / 60_000))
  if ((durationMinutes ?? 0) < shortest) return null
  return {
    path: 'durationMinutes',
    message: `The next window begins ${shortest} min after one began, and this one would last ${durationMinutes} min: make it shorter, or let it come less often.`,
  }
}

/** Whether it is a name of the IANA database; an offset such as `+02:00` is none. */
function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}
