import { useEffect, useRef, useState } from 'preact/hooks'
import { wentBack } from '../router.ts'
import { hearTogether } from './live.ts'
import type { LiveType } from './live-types.ts'
import { session } from './session.ts'

interface Page<T> {
  items: T[]
  nextCursor: string | null
}
type Ask<P> = (cursor: string | undefined, signal: AbortSignal) => Promise<P>

interface Held<T, P> {
  items: T[]
  /** The answer that came last; its items are the end of `items`. */
  latest: P
  pages: number
}

export interface Endless<T, P> {
  /** Undefined until the first answer. */
  items: T[] | undefined
  latest: P | undefined
  error: unknown
  busy: boolean
  hasMore: boolean
  /** Something changed, and too much is shown to fetch it anew unasked. */
  stale: boolean
  more: () => void
  reload: () => void
  /** The list was shown before, and the person came back to it. */
  back: boolean
}

/** Lists that were left, the latest last, for who comes back with the browser's button. */
const left = new Map<string, Held<unknown, Page<unknown>>>()
const KEEP = 8
/** So many pages are fetched again when something changed. */
const FEW = 3
const CALM_MS = 2000

function keep(question: string, held: Held<unknown, Page<unknown>>): void {
  left.delete(question)
  left.set(question, held)
  const [oldest] = left.keys()
  if (left.size > KEEP && oldest !== undefined) left.delete(oldest)
}

/**
 * A list that goes on page by page to its end. Pages that were fetched stay as they are, and with them the reader's
 * place; what changed meanwhile is fetched at once while little is shown, and when the person wants it otherwise.
 */
export function useEndless<T extends { id: string }, P extends Page<T>>(
  asked: string,
  ask: Ask<P>,
  changedBy: readonly LiveType[],
): Endless<T, P> {
  // what one person may see is not for who signs in after them
  const question = `${session.value?.user.id} ${asked}`
  const [back] = useState(() => wentBack() && left.has(question))
  const [held, setHeld] = useState(() => (back ? (left.get(question) as Held<T, P> | undefined) : undefined))
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const [stale, setStale] = useState(false)
  const current = useRef(new AbortController())
  const asking = useRef(ask)
  asking.current = ask
  const shown = useRef(held)
  shown.current = held
  const of = useRef(back ? question : undefined)

  const work = async (begin: Held<T, P> | undefined, pages: number): Promise<void> => {
    current.current.abort()
    const { signal } = (current.current = new AbortController())
    setBusy(true)
    try {
      let next = begin
      while ((next?.pages ?? 0) < pages) {
        const latest: P = await asking.current(next?.latest.nextCursor ?? undefined, signal)
        const known = new Set(next?.items.map(({ id }) => id))
        const items = [...(next?.items ?? []), ...latest.items.filter(({ id }) => !known.has(id))]
        next = { items, latest, pages: (next?.pages ?? 0) + 1 }
        if (latest.nextCursor === null) break
      }
      if (signal.aborted) return
      setHeld(next)
      setError(undefined)
    } catch (problem) {
      if (signal.aborted) return
      setError(problem)
    }
    setBusy(false)
  }
  const reload = (): void => {
    setStale(false)
    void work(undefined, Math.min(FEW, shown.current?.pages ?? 1))
  }
  useEffect(() => {
    if (of.current !== question) {
      of.current = question
      setStale(false)
      void work(undefined, 1)
    } else if ((shown.current?.pages ?? 0) <= FEW) reload()
    const stop = hearTogether(
      [...changedBy, 'reset'],
      () => ((shown.current?.pages ?? 0) > FEW ? setStale(true) : reload()),
      CALM_MS,
    )
    return () => {
      stop()
      current.current.abort()
      if (shown.current) keep(question, shown.current)
    }
  }, [question])
  const hasMore = held !== undefined && held.latest.nextCursor !== null
  const more = (): void => {
    if (hasMore && !busy && held) void work(held, held.pages + 1)
  }
  return { items: held?.items, latest: held?.latest, error, busy, hasMore, stale, more, reload, back }
}
