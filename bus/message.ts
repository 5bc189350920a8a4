import type { Role } from '../contracts/auth.ts'
import type { StoredContract, StreamName } from '../contracts/define.ts'
import { secretFields } from '../contracts/define.ts'
import { subjectFor } from '../contracts/subjects.ts'
import type { Sealer } from './seal.ts'
import { isSealed } from './seal.ts'
import type { From, PersonKeys } from './persons.ts'

/** Header names; everything about a message but its data travels in them. */
export const HEADER = {
  /** JetStream drops a second publish of the same id. */
  msgId: 'Nats-Msg-Id',
  /** What the inbox knows the message by, where it differs from the publish (a redrive). */
  id: 'Medianest-Id',
  type: 'Medianest-Type',
  correlation: 'Medianest-Correlation',
  causation: 'Medianest-Causation',
  actor: 'Medianest-Actor',
  time: 'Medianest-Time',
  function: 'Medianest-Function',
  /** Core subject that wants to know the outcome of a command. */
  reply: 'Medianest-Reply',
  /** Keyed digest of a command's data, to tell a repeat from another body under the same id. */
  digest: 'Medianest-Digest',
  session: 'Medianest-Session',
  role: 'Medianest-Role',
  /** The actor's name and address, sealed; on what is stored. */
  from: 'Medianest-From',
  /** On questions, which are not stored. */
  username: 'Medianest-Username',
  address: 'Medianest-Address',
  agent: 'Medianest-Agent',
  browser: 'Medianest-Browser',
  /** Where a message that is brought back was first addressed to. */
  subject: 'Medianest-Subject',
  trace: 'traceparent',
} as const

/** A message ready for a stream. */
export interface Outgoing {
  id: string
  stream: StreamName | 'dead-letters'
  /** Without the namespace. */
  subject: string
  headers: Record<string, string>
  body: string
}

export interface Cause {
  correlationId: string
  causationId: string | null
  actor: string
  role?: Role | null | undefined
  /** The actor's name and address, as they are; or sealed already, as another message carries them. */
  from?: From | string | undefined
  trace?: string | undefined
}

/** What seals the data of a message. */
export interface Seals {
  sealer: Sealer
  persons: Pick<PersonKeys, 'sealFields' | 'sealFrom'>
}

/** Seals what is secret or personal in `data`, which the contract's schema has validated, and addresses it. */
export async function toOutgoing(
  contract: StoredContract,
  data: Record<string, unknown>,
  spec: Cause & Seals & { id: string; time?: Date; function?: string },
): Promise<Outgoing> {
  const { from } = spec
  const subject = subjectFor(contract, contract.key(data))
  const headers: Record<string, string> = {
    [HEADER.type]: `${contract.type}.v${contract.version}`,
    [HEADER.correlation]: spec.correlationId,
    [HEADER.actor]: encodeURI(spec.actor),
    [HEADER.time]: (spec.time ?? new Date()).toISOString(),
  }
  if (spec.causationId) headers[HEADER.causation] = spec.causationId
  if (spec.function) headers[HEADER.function] = spec.function
  if (spec.role) headers[HEADER.role] = spec.role
  if (from) headers[HEADER.from] = typeof from === 'string' ? from : await spec.persons.sealFrom(spec.actor, from, data)
  if (spec.trace) headers[HEADER.trace] = spec.trace
  return {
    id: spec.id,
    stream: contract.stream,
    subject,
    headers,
    body: JSON.stringify(await spec.persons.sealFields(contract, sealFields(contract, data, spec.sealer))),
  }
}

function sealFields(contract: StoredContract, data: Record<string, unknown>, sealer: Sealer): Record<string, unknown> {
  const secrets = secretFields(contract)
  if (secrets.length === 0) return data
  const sealed = { ...data }
  for (const field of secrets)
    if (sealed[field] !== undefined && !isSealed(sealed[field]))
      sealed[field] = { $sealed: sealer.seal(JSON.stringify(sealed[field])) }
  return sealed
}

/** Opens every sealed top-level field; what was about an erased person is empty text. */
export async function openFields(
  data: Record<string, unknown>,
  { sealer, persons }: { sealer: Sealer; persons: PersonKeys },
): Promise<Record<string, unknown>> {
  let opened = await persons.openFields(data)
  for (const [name, value] of Object.entries(data))
    if (isSealed(value)) {
      if (opened === data) opened = { ...data }
      opened[name] = JSON.parse(sealer.open(value.$sealed)) as unknown
    }
  return opened
}

/** The data of a stored message as an object. Throws when the body is none. */
export function parseBody(body: string): Record<string, unknown> {
  const data: unknown = JSON.parse(body)
  if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('The body is no object.')
  return data as Record<string, unknown>
}

export interface Incoming {
  id: string
  /** `<domain>.<name>`. */
  type: string
  version: number
  correlationId: string
  causationId: string | null
  actor: string
  time: Date
  function: string | null
  reply: string | null
  digest: string | null
  sessionId: string | null
  role: Role | null
  /** Sealed. */
  sealedFrom: string | null
  trace: string | null
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The person behind an actor; null for programs, the operator and visitors. */
export const userIdOf = (actor: string): string | null => {
  const id = actor.startsWith('user:') ? actor.slice(5) : ''
  return UUID.test(id) ? id : null
}

export const toRole = (text: string): Role | null => (text === 'admin' || text === 'user' ? text : null)

/** Reads our headers. Throws with a sentence when one is missing that every message of ours has. */
export function fromHeaders(get: (name: string) => string): Incoming {
  const typed = get(HEADER.type)
  const mark = typed.lastIndexOf('.v')
  const version = Number(typed.slice(mark + 2))
  const id = get(HEADER.id) || get(HEADER.msgId)
  const correlationId = get(HEADER.correlation)
  const time = new Date(get(HEADER.time))
  if (mark < 1 || !(version > 0) || !UUID.test(id) || !UUID.test(correlationId) || Number.isNaN(time.getTime()))
    throw new Error('The headers are not those of a MediaNest message.')
  return {
    id,
    type: typed.slice(0, mark),
    version,
    correlationId,
    causationId: get(HEADER.causation) || null,
    actor: decodeURI(get(HEADER.actor) || 'system'),
    time,
    function: get(HEADER.function) || null,
    reply: get(HEADER.reply) || null,
    digest: get(HEADER.digest) || null,
    sessionId: get(HEADER.session) || null,
    role: toRole(get(HEADER.role)),
    sealedFrom: get(HEADER.from) || null,
    trace: get(HEADER.trace) || null,
  }
}
