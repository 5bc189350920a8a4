/** Runs `work` over all items, at most `cap` at once. The first error ends it and is thrown. */
export async function inParallel<T>(items: readonly T[], cap: number, work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values()
  // the workers share one iterator: each takes the next item when it is free
  const worker = async (): Promise<void> => {
    for (const item of queue) await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(cap, items.length) }, worker))
}
