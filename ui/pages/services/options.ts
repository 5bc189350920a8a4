import type { CheckOptions } from '../../../contracts/monitor.ts'
import { MONITOR_KINDS, type MonitorKind } from '../../../contracts/monitor-kinds.ts'
import type { Draft } from './draft.ts'

/** What only some kinds ask, in the order of the form; `keywordAbsent` is no text and stands beside its keyword. */
export const OPTIONS = [
  { name: 'keyword', of: 'http' },
  { name: 'jsonPath', of: 'http' },
  { name: 'jsonEquals', of: 'http' },
  { name: 'certificateDays', of: 'url' },
  { name: 'recordType', of: 'dns' },
  { name: 'expected', of: 'dns' },
  { name: 'resolver', of: 'dns' },
] as const
export type OptionName = (typeof OPTIONS)[number]['name']

const belongs = (of: 'http' | 'url' | 'dns', kind: MonitorKind): boolean =>
  of === 'url' ? MONITOR_KINDS[kind].target === 'url' : of === kind

/** The options that a kind has. */
export const optionsFor = (kind: MonitorKind): readonly OptionName[] =>
  OPTIONS.filter(({ of }) => belongs(of, kind)).map(({ name }) => name)

/** What was typed, without what the kind does not have and what was left empty. */
export function optionsOf(draft: Draft): CheckOptions {
  const filled = optionsFor(draft.kind).filter((name) => draft[name].trim() !== '')
  const options: Record<string, unknown> = Object.fromEntries(filled.map((name) => [name, draft[name].trim()]))
  if ('certificateDays' in options) options['certificateDays'] = Number(draft.certificateDays)
  if ('keyword' in options && draft.keywordAbsent) options['keywordAbsent'] = true
  return options
}
