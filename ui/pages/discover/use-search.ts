import { useEffect, useRef, useState } from 'preact/hooks'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { hear } from '../../state/live.ts'
import { session } from '../../state/session.ts'
import type { Question } from './address.ts'
import { type Moved, remark } from './remark.ts'

type Answer = RouteAnswer<'searchMedia'>

export interface Search {
  /** What is shown, and to which question it is the answer; undefined until the first. */
  found: (Pick<Answer, 'items' | 'notice' | 'source' | 'totalResults'> & { to: Question }) | undefined
  error: unknown
  busy: boolean
  hasMore: boolean
  more: () => void
  again: () => void
}

const keyOf = ({ mediaType, id }: Answer['items'][number]): string => `${mediaType}-${id}`

/** Sources repeat a title on the next page when their order moves meanwhile. */
const joined = (held: Answer['items'], next: Answer['items']): Answer['items'] => {
  const known = new Set(held.map(keyOf))
  return [...held, ...next.filter((item) => !known.has(keyOf(item)))]
}

/** Asks for the first page of each new question, drops answers to older ones, and keeps the marks current. */
export function useSearch(question: Question): Search {
  const [found, setFound] = useState<Search['found']>()
  const [next, setNext] = useState<number>()
  const [error, setError] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const current = useRef(new AbortController())

  const load = async (page: number): Promise<void> => {
    current.current.abort()
    const { signal } = (current.current = new AbortController())
    setBusy(true)
    try {
      const { items, notice, source, totalResults, nextCursor } = await api.searchMedia({ ...question, page }, signal)
      if (signal.aborted) return
      setFound((held) => ({
        items: page > 1 && held ? joined(held.items, items) : items,
        notice,
        source,
        totalResults,
        to: question,
      }))
      setNext(nextCursor === null ? undefined : page + 1)
      setError(undefined)
    } catch (problem) {
      if (signal.aborted) return
      setError(problem)
      setNext(undefined)
    }
    setBusy(false)
  }
  const again = (): void => void load(1)
  useEffect(() => {
    again()
    return () => current.current.abort()
  }, [question.query, question.type])
  useEffect(
    () =>
      hear(['requests.moved'], ({ data }) =>
        setFound((held) => held && { ...held, items: remark(held.items, data as Moved, session.value?.user.id) }),
      ),
    [],
  )
  const more = (): void => {
    if (next !== undefined && !busy) void load(next)
  }
  return { found, error, busy, hasMore: next !== undefined, more, again }
}
