import type { RouteInput } from '../../../contracts/http.ts'
import { codesOf as usualCodes, MONITOR_KINDS, type MonitorKind } from '../../../contracts/monitor-kinds.ts'
import type { Monitor } from '../../../contracts/status.ts'
import { isTarget } from '../../../contracts/target.ts'
import type { FailureCode, Issue } from '../../failure.ts'
import { t } from '../../messages.ts'
import { OPTIONS, optionsOf, type OptionName } from './options.ts'

/** A monitor as it stands in the form: all text, as typed. */
export interface Draft extends Record<OptionName, string> {
  name: string
  kind: MonitorKind
  target: string
  group: string
  intervalSeconds: string
  timeoutMs: string
  acceptedCodes: string
  retries: string
  retrySeconds: string
  /** Empty: no answer is too slow. */
  degradedAboveMs: string
  keywordAbsent: boolean
  dependsOn: readonly string[]
}

export type Wrong = Partial<Record<keyof Draft, string>>

const codesText = (kind: MonitorKind): string => usualCodes(kind).join(', ')

export const EMPTY: Draft = {
  name: '',
  kind: 'http',
  target: '',
  group: '',
  intervalSeconds: '30',
  timeoutMs: '3000',
  acceptedCodes: codesText('http'),
  retries: '0',
  retrySeconds: '20',
  degradedAboveMs: '',
  keyword: '',
  keywordAbsent: false,
  jsonPath: '',
  jsonEquals: '',
  certificateDays: '',
  recordType: '',
  expected: '',
  resolver: '',
  dependsOn: [],
}

export const draftOf = (monitor: Monitor): Draft => ({
  ...EMPTY,
  ...Object.fromEntries(OPTIONS.map(({ name }) => [name, String(monitor.options[name] ?? '')])),
  name: monitor.name,
  kind: monitor.kind,
  target: monitor.target,
  group: monitor.group ?? '',
  intervalSeconds: String(monitor.intervalSeconds),
  timeoutMs: String(monitor.timeoutMs),
  acceptedCodes: monitor.acceptedCodes.join(', ') || codesText(monitor.kind),
  retries: String(monitor.retries),
  retrySeconds: String(monitor.retrySeconds),
  degradedAboveMs: monitor.degradedAboveMs === null ? '' : String(monitor.degradedAboveMs),
  keywordAbsent: monitor.options.keywordAbsent === true,
  dependsOn: monitor.dependsOn,
})

export const formOf = ({ kind }: Pick<Draft, 'kind'>): (typeof MONITOR_KINDS)[MonitorKind]['target'] =>
  MONITOR_KINDS[kind].target

/** The draft as another kind: codes that nobody changed become those of the new one, and push has no target. */
export const asKind = (draft: Draft, kind: MonitorKind): Partial<Draft> => ({
  kind,
  ...(draft.acceptedCodes === codesText(draft.kind) ? { acceptedCodes: codesText(kind) } : {}),
  ...(formOf({ kind }) === 'none' ? { target: '' } : {}),
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
  retries: Number(draft.retries),
  retrySeconds: Number(draft.retrySeconds),
  degradedAboveMs: draft.degradedAboveMs.trim() ? Number(draft.degradedAboveMs) : null,
  dependsOn: [...draft.dependsOn],
  options: optionsOf(draft),
  ...(formOf(draft) === 'url' ? { acceptedCodes: codesOf(draft.acceptedCodes) } : {}),
})

const between = (text: string, low: number, high: number): boolean =>
  /^\d+$/.test(text.trim()) && Number(text) >= low && Number(text) <= high

/** Fields that are a number: the least and the most. */
const NUMBERS = {
  intervalSeconds: [5, 86_400],
  timeoutMs: [100, 60_000],
  retries: [0, 10],
  retrySeconds: [5, 3600],
  degradedAboveMs: [1, 60_000],
  certificateDays: [0, 365],
} as const
const MAY_BE_EMPTY: ReadonlySet<string> = new Set(['degradedAboveMs', 'certificateDays'])

function wrongTarget(draft: Draft): string | undefined {
  const form = formOf(draft)
  const target = draft.target.trim()
  if (form === 'none') return undefined
  if (!target) return t.services.invalid.address
  return isTarget(form, target) ? undefined : t.services.invalid.addressOf[form]
}

/** What is wrong with a draft, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(draft: Draft): Wrong {
  const invalid = t.services.invalid
  const wrong: Wrong = {}
  if (!draft.name.trim()) wrong.name = invalid.name
  else if (draft.name.trim().length > 80) wrong.name = invalid.nameLong
  const target = wrongTarget(draft)
  if (target) wrong.target = target
  for (const [field, [low, high]] of Object.entries(NUMBERS) as [keyof typeof NUMBERS, readonly [number, number]][]) {
    const text = draft[field].trim()
    if (!(text === '' && MAY_BE_EMPTY.has(field)) && !between(text, low, high))
      wrong[field] = invalid.between(low, high)
  }
  const codes = codesOf(draft.acceptedCodes)
  if (formOf(draft) === 'url' && !(codes.length > 0 && codes.every((code) => /^[1-5]\d\d(-[1-5]\d\d)?$/.test(code)))) {
    wrong.acceptedCodes = invalid.codes
  }
  if (draft.kind === 'http' && draft.jsonEquals.trim() && !draft.jsonPath.trim()) wrong.jsonPath = invalid.jsonPath
  return wrong
}

/** The portal's own objections, at the fields that they are about; a conflict of services is one of names. */
export function wrongFrom({ code, issues }: { code: FailureCode; issues: readonly Issue[] }): Wrong {
  const wrong: Wrong = code === 'CONFLICT' && issues.length === 0 ? { name: t.services.invalid.nameTaken } : {}
  for (const { path, message } of issues) {
    const [first = '', second = ''] = path.split('.')
    const field = (first === 'options' ? second : first) as keyof Draft
    if (field in EMPTY) wrong[field] ??= message
  }
  return wrong
}
