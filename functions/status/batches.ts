/** Collects what comes in one by one and hands it on in batches. */
export interface Batches<T> {
  add(item: T): void
  /** Hands on what is left and waits for all that is under way. */
  end(): Promise<void>
}

/** A batch goes out when it has `size` items, or `waitMs` after its first. `flush` must not throw. */
export function batches<T>(
  options: { size: number; waitMs: number },
  flush: (items: readonly T[]) => Promise<void>,
): Batches<T> {
  const underWay = new Set<Promise<void>>()
  let waiting: T[] = []
  let timer: NodeJS.Timeout | undefined
  const send = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.length === 0) return
    const sent = flush(waiting).finally(() => underWay.delete(sent))
    underWay.add(sent)
    waiting = []
  }
  return {
    add(item) {
      waiting.push(item)
      if (waiting.length >= options.size) send()
      else timer ??= setTimeout(send, options.waitMs)
    },
    async end() {
      send()
      await Promise.all(underWay)
    },
  }
}
