import { useEffect, useRef, useState } from 'preact/hooks'
import { hearTogether } from './live.ts'
import type { LiveType } from './live-types.ts'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

export interface List<T> {
  /** Undefined until the first answer. */
  items: T[] | undefined
  error: unknown
  hasMore: boolean
  more: () => void
  reload: () => void
}

type Ask<T> = (cursor: string | undefined, signal: AbortSignal) => Promise<Page<T>>

/**
 * A list page by page, whose order is not that of time. It asks anew when the question changes and when one of these
 * messages tells that something did; then as many pages as were shown come again.
 */
export function useList<T>(question: string, ask: Ask<T>, changedBy: readonly LiveType[]): List<T> {
  const [held, setHeld] = useState<Page<T>>()
  const [error, setError] = useState<unknown>()
  // one for each round: an answer to an older one is dropped
  const current = useRef(new AbortController())
  const asking = useRef(ask)
  asking.current = ask
  const pages = useRef(1)

  const load = async (): Promise<void> => {
    current.current.abort()
    const { signal } = (current.current = new AbortController())
    const items: T[] = []
    let cursor: string | undefined
    try {
      for (let read = 0; read < pages.current; read++) {
        const page = await asking.current(cursor, signal)
        items.push(...page.items)
        cursor = page.nextCursor ?? undefined
        if (!cursor) break
      }
      if (signal.aborted) return
      setHeld({ items, nextCursor: cursor ?? null })
      setError(undefined)
    } catch (problem) {
      if (!signal.aborted) setError(problem)
    }
  }
  const reload = (): void => void load()
  useEffect(() => {
    pages.current = 1
    reload()
    const stop = hearTogether([...changedBy, 'reset'], reload)
    return () => {
      stop()
      current.current.abort()
    }
  }, [question])
  const more = (): void => {
    pages.current++
    reload()
  }
  return { items: held?.items, error, hasMore: Boolean(held?.nextCursor), more, reload }
}
