/** Makes something when it is first needed: the browser's formatters cost a slow phone some 20 ms each. */
export function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
