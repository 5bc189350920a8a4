/** Collects what comes in one by one and hands it on in batches. */
export interface Batches<T> {
  /** `urgent` sends the batch on after `urgentMs` at the latest. */
  add(item: T, urgent?: boolean): void
  /** Hands on what is left and waits for all that is under way. */
  end(): Promise<void>
}

/** A batch goes out when it has `size` items, or `waitMs` after its first. `flush` must not throw. */
export function batches<T>(
  options: { size: number; waitMs: number; urgentMs?: number },
  flush: (items: readonly T[]) => Promise<void>,
): Batches<T> {
  const underWay = new Set<Promise<void>>()
  let waiting: T[] = []
  let timer: NodeJS.Timeout | undefined
  let goesAt = Number.POSITIVE_INFINITY
  const send = (): void => {
    clearTimeout(timer)
    timer = undefined
    goesAt = Number.POSITIVE_INFINITY
    if (waiting.length === 0) return
    const sent = flush(waiting).finally(() => underWay.delete(sent))
    underWay.add(sent)
    waiting = []
  }
  return {
    add(item, urgent = false) {
      waiting.push(item)
      if (waiting.length >= options.size) return send()
      const waitMs = urgent ? (options.urgentMs ?? options.waitMs) : options.waitMs
      const at = performance.now() + waitMs
      if (at >= goesAt) return
      clearTimeout(timer)
      goesAt = at
      timer = setTimeout(send, waitMs)
    },
    async end() {
      send()
      await Promise.all(underWay)
    },
  }
}
