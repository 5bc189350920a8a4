import type { NoticePreferences } from '../../../contracts/notices.ts'
import type { RouteInput } from '../../../contracts/http.ts'
import type { Issue } from '../../failure.ts'
import { t } from '../../messages.ts'

type Input = RouteInput<'setNoticePreferences'>

/** How a person is told, as it stands in the form: times stay while their switch is off. */
export interface Draft {
  severities: NoticePreferences['severities']
  requests: boolean
  page: boolean
  push: boolean
  email: boolean
  emailAddress: string
  quiet: boolean
  from: string
  to: string
  exceptCritical: boolean
  digest: boolean
  digestAt: string
  timezone: string
}
export type Wrong = Partial<Record<'emailAddress' | 'from' | 'to' | 'digestAt' | 'timezone', string>>

/** `here` is the zone of this browser: it counts as long as no choice depends on another. */
export function draftOf(mine: NoticePreferences, here: string): Draft {
  const { severities, requests, page, push, email, emailAddress, quiet, digestAt, timezone } = mine
  return {
    severities,
    requests,
    page,
    push,
    email,
    emailAddress: emailAddress ?? '',
    quiet: quiet !== null,
    from: quiet?.from ?? '22:00',
    to: quiet?.to ?? '07:00',
    exceptCritical: quiet?.exceptCritical ?? true,
    digest: digestAt !== null,
    digestAt: digestAt ?? '08:00',
    timezone: quiet === null && digestAt === null ? here : timezone,
  }
}

/** What the route takes. */
export const inputOf = (draft: Draft): Input => ({
  severities: [...draft.severities],
  requests: draft.requests,
  page: draft.page,
  push: draft.push,
  email: draft.email,
  emailAddress: draft.emailAddress.trim() || null,
  quiet: draft.quiet ? { from: draft.from, to: draft.to, exceptCritical: draft.exceptCritical } : null,
  digestAt: draft.digest ? draft.digestAt : null,
  timezone: draft.timezone,
})

const isTime = (text: string): boolean => /^([01]\d|2[0-3]):[0-5]\d$/.test(text)

/** What is wrong with a draft, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(draft: Draft): Wrong {
  const text = t.told
  const wrong: Wrong = {}
  const address = draft.emailAddress.trim()
  if (draft.email && !address) wrong.emailAddress = text.emailMissing
  else if (address && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) wrong.emailAddress = text.emailWrong
  if (draft.quiet) {
    if (!isTime(draft.from)) wrong.from = text.time
    if (!isTime(draft.to)) wrong.to = text.time
    else if (draft.from === draft.to) wrong.to = text.same
  }
  if (draft.digest && !isTime(draft.digestAt)) wrong.digestAt = text.time
  return wrong
}

/** The portal's own objections, at the fields that they are about. */
export function wrongFrom(issues: readonly Issue[]): Wrong {
  const wrong: Wrong = {}
  for (const { path, message } of issues) {
    const field = path.replace(/^quiet\./, '')
    if (field === 'emailAddress' || field === 'from' || field === 'to' || field === 'digestAt' || field === 'timezone')
      wrong[field] ??= message
  }
  return wrong
}
