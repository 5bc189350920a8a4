import type { Channel } from '../../../contracts/channels.ts'
import type { Selection, Severity } from '../../../contracts/alerts.ts'
import type { RouteAnswer, RouteInput } from '../../../contracts/http.ts'
import type { FailureCode, Issue } from '../../failure.ts'
import { t } from '../../messages.ts'

export type Kind = RouteAnswer<'describeChannels'>['items'][number]
export type KindField = Kind['fields'][number]
/** Of a field: what is typed, whether a switch is on; null forgets a stored secret. */
export type Typed = string | boolean | null

/** A channel as it stands in the form. A secret that is stored is not in it: an empty field keeps it. */
export interface Draft {
  name: string
  enabled: boolean
  config: Readonly<Record<string, Typed>>
  severities: readonly Severity[]
  groups: readonly string[]
  serviceIds: readonly string[]
  /** What was chosen besides and has no field here; it stays as it is. */
  beside: Omit<Selection, 'severities' | 'groups' | 'serviceIds'>
}
export type Wrong = Readonly<Record<string, string>>
type Input = RouteInput<'addChannel'> & { name: string }

const typedOf = ({ input }: KindField, value: unknown): Typed => {
  if (input === 'switch') return value === true
  if (Array.isArray(value)) return value.map(String).join('\n')
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export function draftOf(kind: Kind, channel: Channel | undefined): Draft {
  const config = Object.fromEntries(
    kind.fields.map((field) => [
      field.name,
      field.secret ? '' : typedOf(field, channel ? channel.config[field.name] : field.default),
    ]),
  )
  const { severities = [], groups = [], serviceIds = [], ...beside } = channel?.selection ?? {}
  return {
    name: channel?.name ?? kind.title,
    enabled: channel?.enabled ?? true,
    config,
    severities,
    groups,
    serviceIds,
    beside,
  }
}

const linesOf = (text: string): string[] =>
  text
    .split(/[\n,]+/)
    .map((line) => line.trim())
    .filter(Boolean)

/** What is typed in a field; null is a decision and stays one. */
export const typedIn = ({ config }: Draft, name: string): Typed => (config[name] === undefined ? '' : config[name])

/** A field as the route takes it; undefined leaves it out. */
function valueOf({ input, secret }: KindField, typed: Typed): unknown {
  if (typed === null) return null
  if (typeof typed === 'boolean') return typed
  const text = secret ? typed : typed.trim()
  if (text === '') return undefined
  if (input === 'list') return linesOf(text)
  return input === 'number' ? Number(text.replace(',', '.')) : text
}

/** What the routes take; a channel without a choice gets every alert. */
export function inputOf(kind: Kind, draft: Draft): Input {
  const { name, enabled, severities, groups, serviceIds, beside } = draft
  const selection = {
    ...beside,
    ...(severities.length > 0 && { severities: [...severities] }),
    ...(groups.length > 0 && { groups: [...groups] }),
    ...(serviceIds.length > 0 && { serviceIds: [...serviceIds] }),
  }
  const config = kind.fields.flatMap((field) => {
    const value = valueOf(field, typedIn(draft, field.name))
    return value === undefined ? [] : [[field.name, value] as const]
  })
  return {
    kind: kind.kind,
    name: name.trim(),
    enabled,
    config: Object.fromEntries(config),
    selection: Object.keys(selection).length > 0 ? selection : null,
  }
}

/** What is wrong with a draft, by field, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(kind: Kind, draft: Draft, stored: readonly string[]): Wrong {
  const text = t.channels.editor
  const wrong: Record<string, string> = {}
  if (!draft.name.trim()) wrong['name'] = text.nameMissing
  for (const field of kind.fields) {
    const typed = typedIn(draft, field.name)
    const kept = field.secret && typed === '' && stored.includes(field.name)
    const empty = typed === null || (typeof typed === 'string' && typed.trim() === '')
    if (field.required && empty && !kept) wrong[`config.${field.name}`] = text.missing(field.title)
    else if (field.input === 'number' && !empty && !Number.isFinite(valueOf(field, typed)))
      wrong[`config.${field.name}`] = text.number
  }
  return wrong
}

/** The portal's own objections, at the fields that they are about; a conflict of channels is one of names. */
export function wrongFrom(kind: Kind, { code, issues }: { code: FailureCode; issues: readonly Issue[] }): Wrong {
  const wrong: Record<string, string> = code === 'CONFLICT' ? { name: t.channels.editor.nameTaken } : {}
  for (const { path, message } of issues) {
    const [first = '', second = ''] = path.split('.')
    if (first === 'name') wrong['name'] ??= message
    if (first === 'config' && kind.fields.some(({ name }) => name === second)) wrong[`config.${second}`] ??= message
  }
  return wrong
}
