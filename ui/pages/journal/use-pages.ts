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

const AT_MOST_EACH_MS = 1000

/**
 * A list, newest first, page by page. It asks anew when the question changes, and takes in what happens meanwhile, at
 * most once a second.
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
  const first = async (quietly: boolean): Promise<void> => {
    const { signal } = current.current
    try {
      const page = await ask(undefined, signal)
      if (signal.aborted) return
      setHeld((before) => (quietly && before ? withNewer(before, page) : page))
      setError(undefined)
    } catch (problem) {
      if (!signal.aborted && !quietly) setError(problem)
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
    let timer: ReturnType<typeof setTimeout> | undefined
    const stop = hear([...STORED_TYPES, 'dead-letter', 'reset'], () => {
      timer ??= setTimeout(() => {
        timer = undefined
        void first(true)
      }, AT_MOST_EACH_MS)
    })
    return () => {
      stop()
      clearTimeout(timer)
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
