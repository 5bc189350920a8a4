import { useRef, useState } from 'preact/hooks'
import type { ConnectionTest, ServiceConnection } from '../../../contracts/services.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { draftOf, inputOf, wrongFrom, wrongIn, type Draft, type Wrong } from './draft.ts'

export type TrialState =
  | { step: 'none' }
  | { step: 'busy' }
  | { step: 'done'; result: ConnectionTest }
  | { step: 'failed'; error: unknown }

export interface Connecting {
  draft: Draft
  wrong: Wrong
  trial: TrialState
  busy: boolean
  error: unknown
  changed: boolean
  change: (part: Partial<Draft>) => void
  test: () => Promise<void>
  save: () => Promise<void>
}

/** A connection while it is typed, tried and saved. `onWrong` is told when something is marked. */
export function useConnection(
  service: ServiceConnection,
  found: string | undefined,
  onWrong: () => void,
  onSaved: (saved: ServiceConnection) => void,
): Connecting {
  const [draft, setDraft] = useState<Draft>(() => draftOf(service, found))
  const [wrong, setWrong] = useState<Wrong>({})
  const [trial, setTrial] = useState<TrialState>({ step: 'none' })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const begun = useRef(JSON.stringify(draft))
  /** Counts what was tried and what changed since: an answer about something older is dropped. */
  const trials = useRef(0)

  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setWrong(Object.fromEntries(Object.entries(wrong).filter(([field]) => !(field in part))))
    if ('enabled' in part) return
    trials.current++
    setTrial({ step: 'none' })
  }
  const object = (marked: Wrong): boolean => {
    setWrong(marked)
    if (Object.keys(marked).length === 0) return false
    onWrong()
    return true
  }
  const test = async (): Promise<void> => {
    // a key that is missing is for the service to complain about: not every one insists
    const { url } = wrongIn(service, draft)
    if (trial.step === 'busy' || object(url ? { url } : {})) return
    setTrial({ step: 'busy' })
    const mine = ++trials.current
    try {
      const result = await api.testService(inputOf(service, draft))
      if (mine === trials.current) setTrial({ step: 'done', result })
    } catch (problem) {
      if (mine !== trials.current) return
      const refused = problem instanceof RequestFailed && object(wrongFrom(problem.issues))
      setTrial(refused ? { step: 'none' } : { step: 'failed', error: problem })
    }
  }
  const save = async (): Promise<void> => {
    if (busy || object(wrongIn(service, draft))) return
    setBusy(true)
    setError(undefined)
    try {
      onSaved(await api.configureService({ ...inputOf(service, draft), enabled: draft.enabled }))
    } catch (problem) {
      if (!(problem instanceof RequestFailed && object(wrongFrom(problem.issues)))) setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return {
    draft,
    wrong,
    trial,
    busy,
    error,
    changed: JSON.stringify(draft) !== begun.current,
    change,
    test,
    save,
  }
}
