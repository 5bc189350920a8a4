import { Kvm, type KV, type KvEntry } from '@nats-io/kv'
import { JetStreamApiError } from '@nats-io/jetstream'
import { setTimeout as delay } from 'node:timers/promises'
import type { DataOf, StateContract } from '../../contracts/define.ts'
import { fromKeyToken, keyToken } from '../../contracts/subjects.ts'
import { toError } from '../errors.ts'
import type { StateStore } from '../handler-context.ts'
import type { NatsLink } from './connect.ts'
import type { Running } from './consumer.ts'
import { Expiry } from './expiry.ts'

const buckets = new WeakMap<NatsLink, Map<string, Promise<KV>>>()

/** The bucket of a state contract, made when missing. */
export function openBucket(link: NatsLink, contract: StateContract): Promise<KV> {
  const open = buckets.get(link) ?? new Map<string, Promise<KV>>()
  buckets.set(link, open)
  const name = `${link.namespace}_${contract.domain}_${contract.name}_v${contract.version}`
  const known = open.get(name)
  if (known) return known
  const made = new Kvm(link.js).create(name, {
    history: 1,
    allow_direct: true,
    ...(contract.ttlSeconds ? { ttl: contract.ttlSeconds * 1000 } : {}),
  })
  made.catch(() => open.delete(name))
  open.set(name, made)
  return made
}

export function stateStore<C extends StateContract>(link: NatsLink, contract: C): StateStore<C> {
  const read = (entry: KvEntry | null): DataOf<C> | null =>
    entry && entry.operation === 'PUT' ? (contract.schema.parse(entry.json()) as DataOf<C>) : null
  return {
    async get(key) {
      return read(await (await openBucket(link, contract)).get(keyToken(key)))
    },
    async put(key, value, options) {
      const kv = await openBucket(link, contract)
      const body = JSON.stringify(contract.schema.parse(value))
      if (options?.version === undefined) {
        await kv.put(keyToken(key), body)
        return true
      }
      return putNewest(kv, keyToken(key), body, options.version)
    },
    async remove(key) {
      await (await openBucket(link, contract)).delete(keyToken(key))
    },
    async keys() {
      const found: string[] = []
      for await (const key of await (await openBucket(link, contract)).keys()) found.push(fromKeyToken(key))
      return found
    },
  }
}

/** Somebody else wrote in between: look again. */
export const isLostRace = (error: unknown): boolean => error instanceof JetStreamApiError && error.code === 10071

/** Compare-and-set until this value stands or a newer one does. */
async function putNewest(kv: KV, key: string, body: string, version: number): Promise<boolean> {
  for (;;) {
    const entry = await kv.get(key)
    const present = entry?.operation === 'PUT' ? entry.json<{ version?: number }>().version : undefined
    if (present !== undefined && present >= version) return false
    try {
      await (entry ? kv.update(key, body, entry.revision) : kv.create(key, body))
      return true
    } catch (error) {
      if (!isLostRace(error)) throw error
    }
  }
}

/** A live copy of a bucket in memory. */
export interface WatchedState<C extends StateContract> extends Running {
  readonly values: ReadonlyMap<string, DataOf<C>>
  /** Resolves once everything that is there now has been read. */
  readonly ready: Promise<void>
}

/** Keeps a copy of a bucket for as long as it runs, also across lost connections; what expires leaves it too. */
export function watchState<C extends StateContract>(
  link: NatsLink,
  contract: C,
  changed?: (key: string, value: DataOf<C> | null) => void,
): WatchedState<C> {
  const values = new Map<string, DataOf<C>>()
  const ready = Promise.withResolvers<void>()
  const stopping = new AbortController()
  let watcher: { stop(): void } | null = null
  const drop = (key: string): void => {
    values.delete(key)
    changed?.(key, null)
  }
  const expiry = new Expiry(
    (contract.ttlSeconds ?? 0) * 1000,
    async (key) => (await (await openBucket(link, contract)).get(keyToken(key)))?.operation === 'PUT',
    drop,
  )
  const apply = (entry: KvEntry): void => {
    const key = fromKeyToken(entry.key)
    if (entry.operation !== 'PUT') {
      expiry.forget(key)
      drop(key)
      return
    }
    const parsed = contract.schema.safeParse(entry.json())
    if (!parsed.success) {
      link.log.warn({ bucket: entry.bucket, key }, 'A state value is not what its contract says; skipped.')
      return
    }
    values.set(key, parsed.data as DataOf<C>)
    expiry.seen(key, Date.now() - entry.created.getTime())
    changed?.(key, parsed.data as DataOf<C>)
  }
  const loop = (async () => {
    while (!stopping.signal.aborted) {
      try {
        const kv = await openBucket(link, contract)
        const iterator = await kv.watch()
        watcher = iterator
        // whoever stopped this while it began found nothing to stop
        if (stopping.signal.aborted) iterator.stop()
        if ((await kv.status()).values === 0) ready.resolve()
        for await (const entry of iterator) {
          apply(entry)
          if (entry.delta === 0) ready.resolve()
        }
      } catch (error) {
        if (!stopping.signal.aborted)
          link.log.debug({ err: toError(error), state: contract.type }, 'Watching stopped; trying again.')
      }
      if (!stopping.signal.aborted) await delay(250)
    }
  })()
  return {
    values,
    ready: ready.promise,
    async stop() {
      stopping.abort()
      expiry.stop()
      watcher?.stop()
      ready.resolve()
      await loop
    },
  }
}
