/** More wait already than can be served in time. */
export class TooMany extends Error {}
/** The same person asked something newer meanwhile. */
export class Superseded extends Error {}

export interface Pace {
  /**
   * Resolves when it is this one's turn. `by` is who asks: what they asked before and still waits is superseded by it.
   * Throws `TooMany`, `Superseded`, or the signal's reason.
   */
  turn(signal: AbortSignal, by?: string | null): Promise<void>
  /** Nobody's turn comes within this time. */
  rest(ms: number): void
}

interface Waiter {
  by: string | null
  go: () => void
  end: (reason: unknown) => void
}

/** Lets one go at a time, each so long after the one before it; `most` may wait. */
export function createPace({ everyMs, most }: { everyMs: number; most: number }): Pace {
  const waiting: Waiter[] = []
  let nextAt = 0
  let timer: NodeJS.Timeout | undefined

  const arm = (): void => {
    if (timer !== undefined || waiting.length === 0) return
    timer = setTimeout(
      () => {
        timer = undefined
        const wait = nextAt - performance.now()
        if (wait <= 0) {
          nextAt = performance.now() + everyMs
          waiting.shift()?.go()
        }
        arm()
      },
      Math.max(0, nextAt - performance.now()),
    )
  }
  const leave = (waiter: Waiter): void => {
    const at = waiting.indexOf(waiter)
    if (at >= 0) waiting.splice(at, 1)
  }

  return {
    async turn(signal, by = null) {
      signal.throwIfAborted()
      const older = by === null ? undefined : waiting.find((one) => one.by === by)
      older?.end(new Superseded('Something newer was asked.'))
      if (waiting.length >= most) throw new TooMany('Too many wait already.')
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const abort = (): void => waiter.end(signal.reason)
      const waiter: Waiter = {
        by,
        go: resolve,
        end(reason) {
          leave(waiter)
          reject(reason)
        },
      }
      waiting.push(waiter)
      signal.addEventListener('abort', abort, { once: true })
      arm()
      try {
        await promise
      } finally {
        signal.removeEventListener('abort', abort)
      }
    },
    rest(ms) {
      nextAt = Math.max(nextAt, performance.now() + ms)
    },
  }
}
