import { useEffect, useRef, useState } from 'preact/hooks'
import { hear } from '../../state/live.ts'
import { STORED_TYPES } from '../../state/live-types.ts'
import { withNewer, withOlder, type Answer } from './join-pages.ts'

export interface Pages<T> {
  /** Undefined until the first answer. */
  items: T[] | undefined
  error: unknown
  hasMore: boolean
  loadingMore: boolean
  more: () => void
  reload: () => void
}

/** When it is looked after word of something new: at once, and again as long as that is not written down yet. */
const LOOKS_MS = [0, 200, 800]
const REST_MS = 400
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * A list, newest first, page by page. It asks anew when the question changes, and takes in what happens meanwhile: the
 * first word at once, further ones together, one round of looks a second.
 */
export function usePages<T extends { id: string }>(
  question: string,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Answer<T>>,
): Pages<T> {
  const [held, setHeld] = useState<Answer<T>>()
  const [error, setError] = useState<unknown>()
  const [loadingMore, setLoadingMore] = useState(false)
  // one for each question: an answer to an older one is dropped
  const current = useRef(new AbortController())

  /** `quietly` while there is a list to look at: the live indicator tells already that something is wrong. */
  const first = async (quietly: boolean): Promise<readonly T[]> => {
    const { signal } = current.current
    try {
      const page = await ask(undefined, signal)
      if (signal.aborted) return []
      setHeld((before) => (quietly && before ? withNewer(before, page) : page))
      setError(undefined)
      return page.items
    } catch (problem) {
      if (!signal.aborted && !quietly) setError(problem)
      return []
    }
  }
  const more = async (): Promise<void> => {
    const { signal } = current.current
    if (!held?.nextCursor || loadingMore) return
    setLoadingMore(true)
    try {
      const page = await ask(held.nextCursor, signal)
      if (!signal.aborted) setHeld((before) => before && withOlder(before, page))
    } catch (problem) {
      if (!signal.aborted) setError(problem)
    } finally {
      setLoadingMore(false)
    }
  }
  useEffect(() => {
    current.current = new AbortController()
    void first(false)
    const { signal } = current.current
    let looking = false
    let newest: unknown
    const look = async (): Promise<void> => {
      looking = true
      for (const ms of LOOKS_MS) {
        await wait(ms)
        const sought = newest
        if (signal.aborted) return
        const items = await first(true)
        // what came while it was being asked is looked for in the next round
        if (sought === newest && items.some(({ id }) => id === sought)) break
      }
      await wait(REST_MS)
      looking = false
      if (again && !signal.aborted) hurry()
    }
    let again = false
    const hurry = (): void => {
      again = looking
      if (!looking) void look()
    }
    const stop = hear([...STORED_TYPES, 'dead-letter', 'reset'], ({ id }) => {
      newest = id
      hurry()
    })
    return () => {
      stop()
      current.current.abort()
    }
  }, [question])
  return {
    items: held?.items,
    error,
    hasMore: Boolean(held?.nextCursor),
    loadingMore,
    more: () => void more(),
    reload: () => void first(false),
  }
}
