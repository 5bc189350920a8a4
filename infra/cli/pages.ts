/** A page of a list, as every list of the API gives it. */
export interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/** The API's own limit for one page. */
export const PAGE = 200

/** Pages one after the other until `wanted` items came or there are no more. */
export async function* pages<T>(
  ask: (page: { limit: number; cursor: string | undefined }) => Promise<Page<T>>,
  wanted: number,
  from?: string,
): AsyncGenerator<Page<T>> {
  let cursor = from
  for (let left = wanted; left > 0;) {
    const page = await ask({ limit: Math.min(PAGE, left), cursor })
    yield page
    left -= page.items.length
    if (page.nextCursor === null) return
    cursor = page.nextCursor
  }
}

/** The whole of it as one JSON object, written while it comes: a long journal need not fit into memory. */
export async function printPages<T>(
  all: AsyncIterable<Page<T>>,
  print: (text: string) => Promise<void>,
): Promise<void> {
  let nextCursor: string | null = null
  let first = true
  await print('{\n  "items": [')
  for await (const page of all) {
    nextCursor = page.nextCursor
    for (const item of page.items) {
      await print(`${first ? '' : ','}\n${JSON.stringify(item, undefined, 2).replaceAll(/^/gm, '    ')}`)
      first = false
    }
  }
  await print(`${first ? '' : '\n  '}],\n  "nextCursor": ${JSON.stringify(nextCursor)}\n}\n`)
}
