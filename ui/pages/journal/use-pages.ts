import { useEffect, useRef, useState } from 'preact/hooks'
import { hear } from '../../state/live.ts'
import { STORED_TYPES } from '../../state/live-types.ts'

interface Answer<T> {
  items: T[]
  nextCursor: string | null
}

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

/** New first page over what is held already: older pages stay, nothing shows twice. */
const merged = <T extends { id: string }>(fresh: readonly T[], held: readonly T[]): T[] => {
  const ids = new Set(fresh.map(({ id }) => id))
  return [...fresh, ...held.filter(({ id }) => !ids.has(id))]
}

/**
 * A list, newest first, page by page. It asks anew when the question changes, and takes in what happens meanwhile, at
 * most once a second.
 */
export function usePages<T extends { id: string }>(
  question: string,
  ask: (cursor: string | undefined, signal: AbortSignal) => Promise<Answer<T>>,
): Pages<T> {
  const [items, setItems] = useState<T[]>()
  const [error, setError] = useState<unknown>()
  const [cursor, setCursor] = useState<string | null>(null)
  const [loadingMore, setLoadingMore] = useState(false)
  const asking = useRef<AbortController>(undefined)

  const first = async (keep: boolean): Promise<void> => {
    asking.current?.abort()
    const current = (asking.current = new AbortController())
    try {
      const page = await ask(undefined, current.signal)
      if (current.signal.aborted) return
      setItems((held) => (keep && held ? merged(page.items, held) : page.items))
      setCursor((held) => (keep ? (held ?? page.nextCursor) : page.nextCursor))
      setError(undefined)
    } catch (problem) {
      if (!current.signal.aborted && !keep) setError(problem)
    }
  }
  const more = async (): Promise<void> => {
    if (!cursor || loadingMore) return
    setLoadingMore(true)
    try {
      const page = await ask(cursor, asking.current?.signal ?? new AbortController().signal)
      setItems((held) => merged(held ?? [], page.items))
      setCursor(page.nextCursor)
    } catch (problem) {
      setError(problem)
    } finally {
      setLoadingMore(false)
    }
  }
  useEffect(() => {
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
      asking.current?.abort()
    }
  }, [question])
  return {
    items,
    error,
    hasMore: cursor !== null,
    loadingMore,
    more: () => void more(),
    reload: () => void first(false),
  }
}
