import { useEffect, useRef, useState } from 'preact/hooks'
import type { Service } from '../../../contracts/status.ts'
import { api } from '../../api.ts'
import { place, withQuery } from '../../router.ts'

const KEEP = 40

/** The minute in the address that the board is looked at, in milliseconds; undefined is now, NaN is none at all. */
export function minuteAsked(): number | undefined {
  const at = place.value.query.get('at')
  return at === null ? undefined : Date.parse(at)
}

/** An address of the board at the same time that is looked at. */
export const atSameTime = (path: string): string => withQuery(path, { at: place.value.query.get('at') ?? undefined })

export interface Past {
  /** The last that is known: of another minute while this one is fetched. */
  services: readonly Service[] | undefined
  /** The minute that `services` are of. */
  of: number | undefined
  error: unknown
  retry: () => void
}

/** The board as it stood at a minute; what was fetched once is kept, as the past does not change. */
export function usePast(at: number | undefined): Past {
  const [shown, setShown] = useState<{ at: number; services: readonly Service[] }>()
  const [error, setError] = useState<unknown>()
  const [tries, setTries] = useState(0)
  const kept = useRef(new Map<number, readonly Service[]>())
  useEffect(() => {
    setError(undefined)
    if (at === undefined || Number.isNaN(at)) return setShown(undefined)
    const known = kept.current.get(at)
    if (known) return setShown({ at, services: known })
    const asking = new AbortController()
    const ask = async (): Promise<void> => {
      try {
        const { services } = await api.board({ at: new Date(at).toISOString() }, asking.signal)
        kept.current.set(at, services)
        const [oldest] = kept.current.keys()
        if (kept.current.size > KEEP && oldest !== undefined) kept.current.delete(oldest)
        setShown({ at, services })
      } catch (problem) {
        if (!asking.signal.aborted) setError(problem)
      }
    }
    void ask()
    return () => asking.abort()
  }, [at, tries])
  return { services: shown?.services, of: shown?.at, error, retry: () => setTries(tries + 1) }
}
