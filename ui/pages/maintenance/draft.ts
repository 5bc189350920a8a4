import type { RouteInput } from '../../../contracts/http.ts'
import type { Maintenance } from '../../../contracts/maintenance.ts'
import type { Issue } from '../../failure.ts'
import { t } from '../../messages.ts'
import { cronOf, recurringOf } from './recurring.ts'

export type How = 'once' | 'weekly' | 'cron'

/** A window as it stands in the form; times as the browser's own fields write them, in the person's zone. */
export interface Draft {
  title: string
  note: string
  how: How
  startsAt: string
  endsAt: string
  days: readonly number[]
  time: string
  minutes: string
  cron: string
  timezone: string
  everything: boolean
  groups: readonly string[]
  monitorIds: readonly string[]
}
export type Wrong = Partial<Record<keyof Draft | 'scope', string>>

const HOUR = 3_600_000

/** "2026-11-21T14:05", by this device's clock. */
export function localTime(time: number): string {
  const date = new Date(time)
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

export const emptyDraft = (now: number): Draft => ({
  title: '',
  note: '',
  how: 'once',
  startsAt: localTime(now),
  endsAt: localTime(now + HOUR),
  days: [0],
  time: '03:00',
  minutes: '60',
  cron: '',
  timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  everything: false,
  groups: [],
  monitorIds: [],
})

export function draftOf(window: Maintenance, now: number): Draft {
  const empty = emptyDraft(now)
  const recurring = window.cron === null ? undefined : recurringOf(window.cron)
  return {
    ...empty,
    title: window.title,
    note: window.note ?? '',
    how: window.cron === null ? 'once' : recurring ? 'weekly' : 'cron',
    ...(window.startsAt && { startsAt: localTime(Date.parse(window.startsAt)) }),
    endsAt: window.endsAt ? localTime(Date.parse(window.endsAt)) : '',
    ...recurring,
    cron: window.cron ?? '',
    minutes: String(window.durationMinutes ?? 60),
    timezone: window.timezone ?? empty.timezone,
    everything: window.everything,
    groups: window.groups,
    monitorIds: window.monitorIds,
  }
}

const instant = (local: string): string | null => (local ? new Date(local).toISOString() : null)

/** What the route takes. */
export function inputOf(draft: Draft): RouteInput<'planMaintenance'> {
  const { title, note, how, everything, groups, monitorIds } = draft
  const when =
    how === 'once'
      ? { startsAt: instant(draft.startsAt), endsAt: instant(draft.endsAt) }
      : {
          cron: how === 'weekly' ? cronOf(draft) : draft.cron.trim(),
          durationMinutes: Number(draft.minutes),
          timezone: draft.timezone,
        }
  const scope = everything ? { everything } : { groups: [...groups], monitorIds: [...monitorIds] }
  return { title: title.trim(), note: note.trim() || null, ...when, ...scope }
}

/** What is wrong with a draft, as far as it can be told before asking. */
export function wrongIn(draft: Draft): Wrong {
  const invalid = t.maintenance.invalid
  const wrong: Wrong = {}
  if (!draft.title.trim()) wrong.title = invalid.title
  if (draft.how === 'once') {
    if (!draft.startsAt) wrong.startsAt = invalid.starts
    if (!(Date.parse(draft.endsAt) > Date.parse(draft.startsAt))) wrong.endsAt = invalid.ends
  } else {
    const minutes = Number(draft.minutes)
    if (!/^\d+$/.test(draft.minutes.trim()) || minutes < 1 || minutes > 10_080) wrong.minutes = invalid.minutes
    if (draft.how === 'weekly' && draft.days.length === 0) wrong.days = invalid.days
    if (draft.how === 'weekly' && !/^\d\d:\d\d/.test(draft.time)) wrong.time = invalid.time
    if (draft.how === 'cron' && draft.cron.trim().split(/\s+/).length !== 5) wrong.cron = invalid.cron
  }
  if (!draft.everything && draft.groups.length + draft.monitorIds.length === 0) wrong.scope = invalid.scope
  return wrong
}

const PLACES: Readonly<Record<string, keyof Wrong>> = {
  durationMinutes: 'minutes',
  groups: 'scope',
  monitorIds: 'scope',
  everything: 'scope',
  timezone: 'time',
}

/** The portal's own objections, at the fields that they are about. */
export function wrongFrom(issues: readonly Issue[], draft: Draft): Wrong {
  const wrong: Wrong = {}
  for (const { path, message } of issues) {
    const [first = ''] = path.split('.')
    const field = PLACES[first] ?? (first as keyof Wrong)
    if (field === 'scope' || field in draft)
      wrong[field === 'cron' && draft.how === 'weekly' ? 'days' : field] ??= message
  }
  return wrong
}
