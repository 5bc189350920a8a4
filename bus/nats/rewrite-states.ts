import { Kvm } from '@nats-io/kv'
import type { NatsLink } from './connect.ts'
import { isLostRace } from './state.ts'

/**
 * Rewrites values in every state bucket of the house, `except` some by their contracts' types, each only if nobody
 * changed it meanwhile. Buckets whose values pass by themselves are left alone: a rewrite would prolong them. Gives how
 * many were rewritten.
 */
export async function rewriteStates(
  link: NatsLink,
  rewrite: (text: string) => string | null,
  except: readonly string[] = [],
): Promise<number> {
  const own = `KV_${link.namespace}_`
  const left = except.map((type) => `${own}${type.replace('.', '_')}_v`)
  let rewritten = 0
  for await (const { config } of link.jsm.streams.list()) {
    if (!config.name.startsWith(own) || left.some((bucket) => config.name.startsWith(bucket))) continue
    if (config.max_age > 0) continue
    const kv = await new Kvm(link.js).open(config.name.slice('KV_'.length))
    const keys: string[] = []
    for await (const key of await kv.keys()) keys.push(key)
    for (const key of keys) {
      const entry = await kv.get(key)
      const renewed = entry?.operation === 'PUT' ? rewrite(entry.string()) : null
      if (!entry || renewed === null) continue
      try {
        await kv.update(key, renewed, entry.revision)
        rewritten++
      } catch (error) {
        if (!isLostRace(error)) throw error
      }
    }
  }
  return rewritten
}
