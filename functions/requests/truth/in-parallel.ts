/** The results of `work` over all items in their order, at most `cap` at once. The first error ends it and is thrown. */
export async function inParallel<T, R>(items: readonly T[], cap: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  // the workers share one iterator: each takes the next item when it is free
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(cap, items.length) }, worker))
  return results
}
