import { z } from 'zod'
import type { ErrorCode } from './errors.ts'

/** Who may see an event on the live feed: nobody but admins, admins and the person it is about, or everybody who is signed in. */
export type Audience = 'admin' | 'owner' | 'user'

/** Where a stored message lives: `events` 90 days, `commands` 14 days, `hooks` (raw bodies, sealed) 30 days. */
export type StreamName = 'events' | 'commands' | 'hooks'

type Shape = z.ZodRawShape
type Data<S extends Shape> = z.ZodObject<S>

interface Named<T extends string> {
  /** `<domain>.<name>`, for example `requests.approved`. */
  readonly type: T
  readonly domain: string
  readonly name: string
  readonly version: number
  readonly summary: string
}

/** Something that happened: past tense, owned by one domain, stored, many readers. */
export interface EventContract<T extends string = string, S extends Shape = Shape> extends Named<T> {
  readonly kind: 'event'
  readonly schema: Data<S>
  readonly stream: StreamName
  readonly audience: Audience
  /** Whom it is about, where the audience is `owner`: a user's id; null otherwise. */
  owner(data: z.output<Data<S>>): string | null
  key(data: z.output<Data<S>>): string
}

/** Something to do: imperative, exactly one function owns it, stored. */
export interface CommandContract<
  T extends string = string,
  S extends Shape = Shape,
  R extends z.ZodType = z.ZodType,
  F extends ErrorCode = ErrorCode,
> extends Named<T> {
  readonly kind: 'command'
  readonly schema: Data<S>
  readonly stream: StreamName
  readonly result: R
  readonly refusals: readonly F[]
  key(data: z.output<Data<S>>): string
}

/** A question answered now; never stored, changes nothing. */
export interface QueryContract<
  T extends string = string,
  S extends Shape = Shape,
  R extends z.ZodType = z.ZodType,
  F extends ErrorCode = ErrorCode,
> extends Named<T> {
  readonly kind: 'query'
  readonly schema: Data<S>
  readonly result: R
  readonly refusals: readonly F[]
}

/** A change answered now and never stored as a message, for what carries secrets (sign-in) or stores nothing (a trial). */
export interface ActionContract<
  T extends string = string,
  S extends Shape = Shape,
  R extends z.ZodType = z.ZodType,
  F extends ErrorCode = ErrorCode,
> extends Named<T> {
  readonly kind: 'action'
  readonly schema: Data<S>
  readonly result: R
  readonly refusals: readonly F[]
}

/** A small current value per key in a KV bucket, watched by many, rebuildable from its domain's rows. */
export interface StateContract<T extends string = string, S extends Shape = Shape> extends Named<T> {
  readonly kind: 'state'
  readonly schema: Data<S>
  /** Seconds after which a value disappears by itself; undefined keeps it. */
  readonly ttlSeconds: number | undefined
}

/** A droppable, unstored signal. */
export interface LiveContract<T extends string = string, S extends Shape = Shape> extends Named<T> {
  readonly kind: 'live'
  readonly schema: Data<S>
  readonly audience: Audience
  key(data: z.output<Data<S>>): string
}

export type StoredContract = EventContract | CommandContract
export type AnsweredContract = QueryContract | ActionContract
export type Contract = StoredContract | AnsweredContract | StateContract | LiveContract

/** What a sender hands in. */
export type InputOf<C extends { schema: z.ZodType }> = z.input<C['schema']>
/** What a handler receives, after validation and defaults. */
export type DataOf<C extends { schema: z.ZodType }> = z.output<C['schema']>
/** What a command, query or action answers with. */
export type ResultOf<C> = C extends { result: infer R extends z.ZodType } ? z.input<R> : void
/** What a caller reads from the answer. */
export type AnswerOf<C> = C extends { result: infer R extends z.ZodType } ? z.output<R> : void
/** The error codes that a contract says it may refuse with. */
export type RefusalOf<C> = C extends { refusals: readonly (infer F)[] } ? F : never

const SECRET = Symbol.for('medianest.secret')

/** Marks a top-level field whose value is sealed before the message leaves the process. */
export const secret = <T extends z.ZodType>(schema: T): T => Object.assign(schema.clone(), { [SECRET]: true })

/** Names of the top-level fields that a contract marks secret. */
export const secretFields = (contract: { schema: Data<Shape> }): string[] =>
  Object.entries(contract.schema.shape).flatMap(([name, field]) =>
    layersOf(field).some((layer) => SECRET in layer) ? [name] : [],
  )

/** A field, and what it wraps: `nullable()` and the like make a new schema, which does not carry the mark of the one inside. */
function layersOf(field: unknown): object[] {
  const { innerType } = (field as { def: { innerType?: unknown } }).def
  return [field as object, ...(innerType === undefined ? [] : layersOf(innerType))]
}

const PERSONAL = Symbol.for('medianest.personal')

/** Where the person of a personal field is found: a field with their id, or one with their name. */
export interface PersonOf {
  by: 'id' | 'name'
  field: string
}

/**
 * Marks a top-level text field that says who somebody is or what they wrote. It is sealed under that person's own key
 * before the message leaves the process, so that destroying the key erases it from the whole journal. The person is the
 * one in the field `userId` beside it, or in that of `byId`; where that is null or missing, all visitors share a key.
 * `byName`: people of another program, whose key is found by the name in that field.
 */
export const personal = <T extends z.ZodType>(schema: T, spec: { byName?: string; byId?: string } = {}): T =>
  Object.assign(schema.clone(), {
    [PERSONAL]: spec.byName ? { by: 'name', field: spec.byName } : { by: 'id', field: spec.byId ?? 'userId' },
  })

/** Top-level fields that a contract marks personal, with how their person is found. */
export const personalFields = (contract: { schema: Data<Shape> }): [name: string, of: PersonOf][] =>
  Object.entries(contract.schema.shape).flatMap(([name, field]) => {
    const [of] = layersOf(field).flatMap((layer) => (layer as { [PERSONAL]?: PersonOf })[PERSONAL] ?? [])
    return of ? [[name, of] as [string, PersonOf]] : []
  })

function named<T extends string>(type: T, version: number, summary: string): Named<T> {
  const [domain, name] = type.split('.')
  if (!domain || !name || !/^[a-z][a-z-]*\.[a-z][a-z0-9-]*$/.test(type))
    throw new Error(`"${type}" is not <domain>.<name>`)
  return { type, domain, name, version, summary }
}

interface Keyed<S extends Shape> {
  summary: string
  version?: number
  data: S
  /** What the message is about; becomes the last token of its subject. */
  key(data: z.output<Data<S>>): string
}

export function event<const T extends string, S extends Shape>(
  type: T,
  spec: Keyed<S> & {
    stream?: 'events' | 'hooks'
    audience?: Audience
    owner?: (data: z.output<Data<S>>) => string | null
  },
): EventContract<T, S> {
  return {
    ...named(type, spec.version ?? 1, spec.summary),
    kind: 'event',
    schema: z.object(spec.data),
    stream: spec.stream ?? 'events',
    audience: spec.audience ?? 'admin',
    owner: (data) => spec.owner?.(data) ?? null,
    key: (data) => spec.key(data),
  }
}

export function command<const T extends string, S extends Shape, R extends z.ZodType, const F extends ErrorCode>(
  type: T,
  spec: Keyed<S> & { result: R; refusals?: readonly F[] },
): CommandContract<T, S, R, F> {
  return {
    ...named(type, spec.version ?? 1, spec.summary),
    kind: 'command',
    schema: z.object(spec.data),
    stream: 'commands',
    result: spec.result,
    refusals: spec.refusals ?? [],
    key: (data) => spec.key(data),
  }
}

interface Answered<S extends Shape, R extends z.ZodType, F> {
  summary: string
  version?: number
  input: S
  result: R
  refusals?: readonly F[]
}

export function query<const T extends string, S extends Shape, R extends z.ZodType, const F extends ErrorCode>(
  type: T,
  spec: Answered<S, R, F>,
): QueryContract<T, S, R, F> {
  return {
    ...named(type, spec.version ?? 1, spec.summary),
    kind: 'query',
    schema: z.object(spec.input),
    result: spec.result,
    refusals: spec.refusals ?? [],
  }
}

export function action<const T extends string, S extends Shape, R extends z.ZodType, const F extends ErrorCode>(
  type: T,
  spec: Answered<S, R, F>,
): ActionContract<T, S, R, F> {
  return {
    ...named(type, spec.version ?? 1, spec.summary),
    kind: 'action',
    schema: z.object(spec.input),
    result: spec.result,
    refusals: spec.refusals ?? [],
  }
}

export function state<const T extends string, S extends Shape>(
  type: T,
  spec: { summary: string; version?: number; data: S; ttlSeconds?: number },
): StateContract<T, S> {
  return {
    ...named(type, spec.version ?? 1, spec.summary),
    kind: 'state',
    schema: z.object(spec.data),
    ttlSeconds: spec.ttlSeconds,
  }
}

export function live<const T extends string, S extends Shape>(
  type: T,
  spec: Keyed<S> & { audience?: Audience },
): LiveContract<T, S> {
  return {
    ...named(type, spec.version ?? 1, spec.summary),
    kind: 'live',
    schema: z.object(spec.data),
    audience: spec.audience ?? 'admin',
    key: (data) => spec.key(data),
  }
}
