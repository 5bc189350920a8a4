import { hostname } from 'node:os'
import { OutsideBreaker } from '../../contracts/outside.ts'
import { toError } from '../errors.ts'
import { newId } from '../ids.ts'
import type { NatsLink } from '../nats/connect.ts'
import type { Running } from '../nats/consumer.ts'
import { stateStore } from '../nats/state.ts'
import { breakersInUse, onBreakerChange } from './breakers.ts'

const REFRESH_MS = 30_000

/** Shows this process's breakers to the admin: each after its first call, a failure or a change, and every 30 s. */
export function reportBreakers(link: NatsLink): Running {
  const store = stateStore(link, OutsideBreaker)
  const self = newId()
  const shown = new Set<string>()
  const stale = new Set<string>()
  let writing: Promise<void> | null = null
  let stopped = false

  const write = async (key: string): Promise<void> => {
    const breaker = breakersInUse().get(key)
    if (breaker) {
      shown.add(key)
      await store.put(`${key} ${self}`, { ...breaker.view(), process: `${hostname()}:${process.pid}` })
    } else if (shown.delete(key)) await store.remove(`${key} ${self}`)
  }
  // one after the other, or an older value could overtake a newer one
  const writeAll = async (): Promise<void> => {
    for (const key of stale) {
      if (stopped) break
      stale.delete(key)
      await write(key).catch((error: unknown) =>
        link.log.debug({ err: toError(error) }, 'A breaker could not be shown; the next refresh will.'),
      )
    }
  }
  const show = (keys: Iterable<string>): void => {
    for (const key of keys) stale.add(key)
    writing ??= writeAll().finally(() => {
      writing = null
      if (stale.size > 0 && !stopped) show([])
    })
  }
  const refresh = (): void => show([...shown, ...breakersInUse().keys()])
  const endHearing = onBreakerChange((key) => show([key]))
  refresh()
  const timer = setInterval(refresh, REFRESH_MS)
  return {
    async stop() {
      clearInterval(timer)
      endHearing()
      stopped = true
      await writing
      // what cannot be removed expires
      await Promise.allSettled([...shown].map((key) => store.remove(`${key} ${self}`)))
    },
  }
}
