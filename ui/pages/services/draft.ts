import type { RouteInput } from '../../../contracts/http.ts'
import type { Monitor } from '../../../contracts/status.ts'
import type { FailureCode, Issue } from '../../failure.ts'
import { t } from '../../messages.ts'

/** A monitor as it stands in the form: all text, as typed. */
export interface Draft {
  name: string
  kind: 'http' | 'tcp'
  target: string
  group: string
  intervalSeconds: string
  timeoutMs: string
  acceptedCodes: string
}

export type Wrong = Partial<Record<keyof Draft, string>>

export const EMPTY: Draft = {
  name: '',
  kind: 'http',
  target: '',
  group: '',
  intervalSeconds: '30',
  timeoutMs: '3000',
  acceptedCodes: '200-299',
}

export const draftOf = (monitor: Monitor): Draft => ({
  name: monitor.name,
  kind: monitor.kind,
  target: monitor.target,
  group: monitor.group ?? '',
  intervalSeconds: String(monitor.intervalSeconds),
  timeoutMs: String(monitor.timeoutMs),
  acceptedCodes: monitor.acceptedCodes.join(', '),
})

const codesOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean)

/** What the route takes. */
export const inputOf = (draft: Draft): RouteInput<'addMonitor'> => ({
  name: draft.name.trim(),
  kind: draft.kind,
  target: draft.target.trim(),
  group: draft.group.trim() || null,
  intervalSeconds: Number(draft.intervalSeconds),
  timeoutMs: Number(draft.timeoutMs),
  ...(draft.kind === 'http' ? { acceptedCodes: codesOf(draft.acceptedCodes) } : {}),
})

const between = (text: string, low: number, high: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high

function wrongTarget({ kind, target }: Draft): string | undefined {
  const text = target.trim()
  if (!text) return t.services.invalid.address
  if (kind === 'http') return /^https?:\/\/[^\s/?#]+/i.test(text) ? undefined : t.services.invalid.addressHttp
  const port = Number(/^(?:\[[\da-f:.]+\]|[^\s:/?#@]+):(\d{1,5})$/i.exec(text)?.[1])
  return port >= 1 && port <= 65_535 ? undefined : t.services.invalid.addressTcp
}

/** What is wrong with a draft, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(draft: Draft): Wrong {
  const invalid = t.services.invalid
  const codes = codesOf(draft.acceptedCodes)
  const wrong: Wrong = {}
  if (!draft.name.trim()) wrong.name = invalid.name
  else if (draft.name.trim().length > 80) wrong.name = invalid.nameLong
  const target = wrongTarget(draft)
  if (target) wrong.target = target
  if (!between(draft.intervalSeconds, 5, 86_400)) wrong.intervalSeconds = invalid.interval
  if (!between(draft.timeoutMs, 100, 60_000)) wrong.timeoutMs = invalid.timeout
  if (draft.kind === 'http' && (codes.length === 0 || !codes.every((code) => /^[1-5]\d\d(-[1-5]\d\d)?$/.test(code)))) {
    wrong.acceptedCodes = invalid.codes
  }
  return wrong
}

/** The portal's own objections, at the fields that they are about; a conflict of services is one of names. */
export function wrongFrom({ code, issues }: { code: FailureCode; issues: readonly Issue[] }): Wrong {
  const wrong: Wrong = code === 'CONFLICT' ? { name: t.services.invalid.nameTaken } : {}
  for (const { path, message } of issues) {
    const field = path.split('.')[0] as keyof Draft
    if (field in EMPTY) wrong[field] ??= message
  }
  return wrong
}
