import { useEffect, useState } from 'preact/hooks'
import { hearTogether } from './live.ts'
import type { LiveType } from './live-types.ts'

export interface Asked<T> {
  /** Undefined until the first answer. */
  answer: T | undefined
  error: unknown
  reload: () => void
  /** Puts in what is known to be newer than the answer. */
  put: (change: (held: T | undefined) => T | undefined) => void
}

/** Asks once, and again whenever one of these messages tells that the answer has changed. */
export function useAnswer<T>(ask: () => Promise<T>, changedBy: readonly LiveType[]): Asked<T> {
  const [answer, setAnswer] = useState<T>()
  const [error, setError] = useState<unknown>()
  const load = async (): Promise<void> => {
    try {
      setAnswer(await ask())
      setError(undefined)
    } catch (problem) {
      setError(problem)
    }
  }
  const reload = (): void => void load()
  useEffect(() => {
    reload()
    return hearTogether([...changedBy, 'reset'], reload)
  }, [])
  return { answer, error, reload, put: setAnswer }
}
