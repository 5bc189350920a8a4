import { toMs } from './duration.ts'
import { toError } from './errors.ts'
import type { ScheduleFunction } from './function.ts'
import type { Hosted } from './host.ts'
import { derivedId } from './ids.ts'
import { HEADER } from './message.ts'
import type { Running } from './nats/consumer.ts'
import { publish } from './nats/publish.ts'

type ScheduleFn = ScheduleFunction<never, never, never>

/** Start of the slot that a moment lies in. */
export const slotStart = (at: number, everyMs: number): number => Math.floor(at / everyMs) * everyMs

/** The id of a slot: every process makes the same, so that the stream keeps one. */
export const slotId = (fn: string, at: number): string => derivedId(fn, 'slot', at)

/** Publishes each slot as it begins. All processes do; there is no leader. */
export function startTicking(hosted: Hosted): Running {
  const fn = hosted.fn as unknown as ScheduleFn
  const everyMs = toMs(fn.every)
  let stopped = false
  let timer: NodeJS.Timeout | undefined

  const tick = (at: number): void => {
    publishSlot(hosted, at).catch((error: unknown) => {
      hosted.log.debug({ err: toError(error), slot: new Date(at) }, 'A slot could not be published.')
    })
  }
  const wait = (): void => {
    const next = slotStart(Date.now(), everyMs) + everyMs
    // a small spread keeps the schedules of one process from all starting in the same turn
    const spread = Math.min(200, everyMs / 50) * Math.random()
    // longer than a timer can hold is waited for in parts
    const delay = Math.min(next - Date.now() + spread, 2 ** 30)
    timer = setTimeout(() => {
      if (stopped) return
      if (Date.now() >= next) tick(next)
      wait()
    }, delay)
  }
  if (fn.catchUp === 'last') tick(slotStart(Date.now(), everyMs))
  wait()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
    },
  }
}

/** Stores a slot; a second one with the same start is dropped by the stream, and by the inbox after that. */
export async function publishSlot(hosted: Hosted, at: number): Promise<void> {
  const { fn, host } = hosted
  const id = slotId(fn.name, at)
  await publish(host.link, {
    id,
    stream: 'commands',
    subject: `slot.${fn.name}`,
    headers: {
      [HEADER.type]: `${fn.name}.v1`,
      [HEADER.correlation]: id,
      [HEADER.actor]: 'system',
      [HEADER.time]: new Date(at).toISOString(),
    },
    body: JSON.stringify({ at: new Date(at).toISOString() }),
  })
}
