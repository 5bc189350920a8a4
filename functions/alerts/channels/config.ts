import type { ChannelKind } from '../../../contracts/channels.ts'
import type { ChannelRow } from '../delivery/tables.ts'
import { isSecretField, metaOf } from './kind.ts'
import { KINDS } from './kinds/index.ts'

/** What seals and opens. */
export interface Seals {
  seal: (text: string) => string
  open: (sealed: string) => string
}

/** A configuration as its row has it. */
export interface StoredConfig {
  config: Record<string, unknown>
  sealed: Record<string, string>
}

/** Why a configuration cannot be as it is wanted, and where. */
export interface Issue {
  path: string
  message: string
}

/** Names of a kind's fields that are secret. */
export const secretsOf = (kind: ChannelKind): string[] =>
  Object.entries(KINDS[kind].schema.shape).flatMap(([name, schema]) => (isSecretField(schema) ? [name] : []))

/** The whole configuration with its secrets opened; for sending and nothing else. */
export function openConfig(row: Pick<ChannelRow, 'config' | 'sealed'>, open: Seals['open']): Record<string, unknown> {
  const secrets = Object.entries(row.sealed).map(([name, sealed]) => [name, JSON.parse(open(sealed))])
  return { ...row.config, ...(Object.fromEntries(secrets) as Record<string, unknown>) }
}

/**
 * The configuration of a channel as somebody wants it: what they say, with the secrets that they leave out kept from
 * before; null forgets. A kept secret does not go to another address than before: whoever may change an address must not
 * learn a secret by it.
 */
export function merge(
  kind: ChannelKind,
  given: Readonly<Record<string, unknown>>,
  before: StoredConfig | undefined,
  { seal, open }: Seals,
): StoredConfig | Issue {
  const { schema, check, goesTo } = KINDS[kind]
  const secrets = secretsOf(kind)
  const kept = secrets.filter((name) => given[name] === undefined && before?.sealed[name] !== undefined)
  const opened = Object.fromEntries(kept.map((name) => [name, JSON.parse(open(before!.sealed[name]!)) as unknown]))
  // an empty text of a form is none
  const said = Object.entries(given).filter(([, value]) => value !== null && value !== undefined && value !== '')
  const parsed = schema.safeParse({ ...opened, ...Object.fromEntries(said) })
  if (!parsed.success) return toIssue(parsed.error.issues[0], kind)
  const config = parsed.data
  const wrong = check?.(config)
  if (wrong) return { path: `config.${wrong.path}`, message: wrong.message }
  const [first] = kept
  if (first !== undefined && before && goesTo({ ...before.config, ...opened }) !== goesTo(config)) {
    const { title } = metaOf(schema.shape[first]!)
    return {
      path: `config.${first}`,
      message: `The channel moves to another address: enter “${title}” again, or forget it.`,
    }
  }
  const entries = Object.entries(config).filter(([, value]) => value !== undefined)
  const sealed = entries.flatMap(([name, value]) => {
    if (!secrets.includes(name)) return []
    return [[name, kept.includes(name) ? before!.sealed[name]! : seal(JSON.stringify(value))] as const]
  })
  return {
    config: Object.fromEntries(entries.filter(([name]) => !secrets.includes(name))),
    sealed: Object.fromEntries(sealed),
  }
}

interface ZodIssue {
  code?: string
  path: PropertyKey[]
  message: string
  keys?: string[]
}

function toIssue(issue: ZodIssue | undefined, kind: ChannelKind): Issue {
  const [unknown] = issue?.keys ?? []
  if (unknown !== undefined)
    return {
      path: `config.${unknown}`,
      message: `A channel of the kind ${KINDS[kind].title} has no field of this name.`,
    }
  const path = ['config', ...(issue?.path ?? [])].map(String).join('.')
  const missing = issue?.code === 'invalid_type' && issue.message.includes('received undefined')
  return { path, message: missing ? 'Fill this in.' : (issue?.message ?? 'This is not understood.') }
}

export const isIssue = (value: StoredConfig | Issue): value is Issue => 'path' in value

/** A text without any of these secrets, whoever put them there. */
export function withoutSecrets(text: string, secrets: Readonly<Record<string, unknown>>): string {
  return Object.values(secrets)
    .filter((secret): secret is string => typeof secret === 'string' && secret.length >= 4)
    .reduce((shown, secret) => shown.replaceAll(secret, '(hidden)'), text)
}
