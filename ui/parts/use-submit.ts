import { useRef, useState } from 'preact/hooks'

export interface Submitting {
  busy: boolean
  error: unknown
  clear: () => void
  /** Does the work unless it is being done; what is thrown is kept to be shown. */
  submit: (event?: Event) => Promise<void>
}

/** What every small form does: once at a time, and what went wrong stands there until the next attempt. */
export function useSubmit(work: () => Promise<void>): Submitting {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const working = useRef(false)
  const submit = async (event?: Event): Promise<void> => {
    event?.preventDefault()
    if (working.current) return
    working.current = true
    setBusy(true)
    setError(undefined)
    try {
      await work()
    } catch (problem) {
      setError(problem)
    } finally {
      working.current = false
      setBusy(false)
    }
  }
  return { busy, error, clear: () => setError(undefined), submit }
}
