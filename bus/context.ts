import type { Transaction } from 'kysely'
import type { Logger } from 'pino'
import type { LiveContract, AnsweredContract, StateContract, StoredContract } from '../contracts/define.ts'
import type { ErrorCode } from '../contracts/errors.ts'
import { subjectFor, subjectOf } from '../contracts/subjects.ts'
import { sealOutcome } from './claims.ts'
import { toRedrive } from './dead-letter.ts'
import { Reject } from './errors.ts'
import type { EmitOptions, MessageMeta } from './handler-context.ts'
import type { Hosted } from './host.ts'
import { derivedId } from './ids.ts'
import { onBehalfOf } from './meta.ts'
import { toMs } from './duration.ts'
import { HEADER, toOutgoing } from './message.ts'
import { expungeWebhooks } from './expunge-webhooks.ts'
import { sendLive } from './nats/live.ts'
import { request } from './nats/rpc.ts'
import { stateStore } from './nats/state.ts'
import type { From } from './persons.ts'
import { readOnly } from './pg/kysely.ts'
import { findProvided, type Provided } from './provided.ts'
import { type OutboxRow, writeOnce } from './pg/write.ts'

/** One run of a function: its context, and what it left to publish. */
export interface Run {
  // the declared types of a context are checked where functions are declared; here they are one shape
  readonly ctx: Record<string, unknown>
  readonly outbox: readonly OutboxRow[]
  readonly written: boolean
  /** Claims the message when `run` wrote nothing, so that it counts as done. */
  claim(result: unknown): Promise<void>
}

export interface RunSpec {
  meta: MessageMeta
  signal: AbortSignal
  trace: string | null
  /** Who made the stored message and from where, as its header has it. */
  sealedFrom?: string | null
  /** Inbox claim, for stored messages. */
  claimed: boolean
  /** Remembers what `write` gave back as the answer under this digest. */
  remember?: { digest: string | null } | undefined
  serialKey?: string | undefined
  effects: boolean
}

export function startRun(hosted: Hosted, spec: RunSpec): Run {
  const { host, fn, log } = hosted
  const { meta } = spec
  let outbox: OutboxRow[] = []
  let ordinal = 0
  let ownLog: Logger | undefined
  let phase: 'before' | 'inside' | 'after' = 'before'

  const write = async <R>(work: (tx: Transaction<unknown>) => Promise<R>): Promise<R> => {
    // what is not stored has no claim that a second commit could miss
    if (phase === 'inside' || (phase === 'after' && spec.claimed))
      throw new Error(`${fn.name}: write may be called once per run.`)
    spec.signal.throwIfAborted()
    const pending: (() => Promise<OutboxRow>)[] = []
    phase = 'inside'
    collect = pending
    try {
      const written = await writeOnce<unknown, R>(
        host.pool,
        {
          domain: fn.domain.name,
          roles: host.roles,
          claim: spec.claimed ? { function: fn.name, messageId: meta.id } : undefined,
          serialKey: spec.serialKey,
        },
        work,
        async (result) => {
          const ready = await Promise.all(pending.map((make) => make()))
          spec.signal.throwIfAborted()
          return {
            outbox: ready,
            outcome: spec.remember && {
              messageId: meta.id,
              digest: spec.remember.digest,
              outcome: sealOutcome(host.sealer, { ok: true, data: result ?? null }),
            },
          }
        },
      )
      outbox = [...outbox, ...written.outbox]
      return written.result
    } finally {
      phase = 'after'
    }
  }
  /** Made only when everything else went well: sealing what is personal may ask for a key. */
  let collect: (() => Promise<OutboxRow>)[] = []

  const fromFor = (actor: string): From | string | undefined => {
    if (spec.sealedFrom && actor === meta.actor) return spec.sealedFrom
    if (meta.address === null && meta.username === null) return undefined
    return { name: actor === meta.actor ? meta.username : null, address: meta.address }
  }

  const emit = (contract: StoredContract, data: unknown, options: EmitOptions = {}): string => {
    if (phase !== 'inside') throw new Error(`${fn.name}: emit belongs inside write.`)
    const id = options.idFrom
      ? derivedId(contract.type, contract.version, options.idFrom)
      : derivedId(meta.id, fn.name, ordinal++)
    const cause = options.causedBy ?? { id: meta.id, correlationId: meta.correlationId }
    const actor = options.actor ?? meta.actor
    const time = new Date()
    // at once, so that wrong data is the caller's own error
    const parsed = contract.schema.parse(data)
    collect.push(async () => {
      const message = await toOutgoing(contract, parsed, {
        id,
        correlationId: cause.correlationId,
        causationId: cause.id,
        actor,
        from: fromFor(actor),
        time,
        function: fn.name,
        trace: spec.trace ?? undefined,
        sealer: host.sealer,
        persons: host.persons,
      })
      return { ...message, notBefore: options.notBefore }
    })
    return id
  }

  const redrive = (letter: unknown): void => {
    if (phase !== 'inside') throw new Error(`${fn.name}: redrive belongs inside write.`)
    const row = toRedrive(letter, derivedId(meta.id, fn.name, ordinal++))
    collect.push(async () => row)
  }

  const effect = async <R>(name: string, perform: () => Promise<R>): Promise<R> => {
    if (phase !== 'before') throw new Error(`${fn.name}: effects come before write.`)
    const known = await hosted.claims.effect(fn.name, meta.id, name)
    if (known) return known.result as R
    const result = await perform()
    await hosted.claims.rememberEffect(fn.name, meta.id, name, result)
    return result
  }

  const ctx = {
    meta,
    get log() {
      return (ownLog ??= log.child({ messageId: meta.id, correlationId: meta.correlationId }))
    },
    signal: spec.signal,
    stopping: host.stopping,
    now: () => new Date(),
    get db() {
      return readOnly(host.pool, hosted.enter)
    },
    call: async (contract: AnsweredContract, input: unknown) =>
      contract.result.parse(
        await request(
          host.link,
          subjectOf(contract),
          contract.schema.parse(input),
          { ...onBehalfOf(meta), [HEADER.causation]: meta.id },
          // who asks has no more time than this itself
          toMs(fn.timeout ?? '10s'),
        ),
      ),
    state: (contract: StateContract) => stateStore(host.link, contract),
    live: (contract: LiveContract, data: unknown) => {
      const parsed = contract.schema.parse(data)
      sendLive(host.link, subjectFor(contract, contract.key(parsed)), parsed)
    },
    provided: <T>(place: Provided<T>): T => findProvided(host.provisions, place),
    seal: (text: string) => host.sealer.seal(text),
    open: (sealed: string) => host.sealer.open(sealed),
    people: {
      show: (data: Record<string, unknown>) => host.persons.showFields(data),
      from: (sealedFrom: string | null) => host.persons.openFrom(sealedFrom),
    },
    erasePerson: async (userId: string, names: readonly string[]) => {
      await host.persons.destroy([userId, ...names.map((name) => host.persons.nameSubject(name))])
    },
    expungeWebhooks: (matches: (body: string) => boolean) => expungeWebhooks(host.link, host.sealer, matches),
    refuse: (code: ErrorCode, message?: string, details?: Record<string, unknown>): never => {
      throw new Reject(code, message, details)
    },
    write,
    emit,
    ...(spec.effects ? { effect, redrive } : {}),
  }
  return {
    ctx,
    get outbox() {
      return outbox
    },
    get written() {
      return phase === 'after'
    },
    async claim(result) {
      if (phase === 'before') await write(async () => result)
    },
  }
}
