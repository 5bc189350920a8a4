import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Monitor } from '../../../contracts/status.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import type { Other } from './dependencies.ts'
import { draftOf, EMPTY, formOf, inputOf, wrongFrom, wrongIn, type Draft, type Wrong } from './draft.ts'
import { Fields } from './fields.ts'
import { OPTIONS } from './options.ts'
import { PushAddress } from './push-address.ts'
import { Trial, type TrialState } from './trial.ts'

interface Props {
  /** Undefined for a new one. */
  monitor: Monitor | undefined
  groups: readonly string[]
  others: readonly Other[]
  onClose: () => void
  /** It is saved; a form that has more to show closes later. */
  onSaved: (saved: { closed: boolean }) => void
}

/** What an answer to a trial depends on. */
const TRIED: ReadonlySet<string> = new Set([
  'target',
  'kind',
  'timeoutMs',
  'acceptedCodes',
  'degradedAboveMs',
  'keywordAbsent',
  ...OPTIONS.map(({ name }) => name),
])

/** Adds or edits a service; an address can be tried before anything is saved. */
export function Editor({ monitor, groups, others, onClose, onSaved }: Props) {
  const [draft, setDraft] = useState<Draft>(monitor ? draftOf(monitor) : EMPTY)
  const [wrong, setWrong] = useState<Wrong>({})
  const [trial, setTrial] = useState<TrialState>({ step: 'none' })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const form = useRef<HTMLFormElement>(null)
  const [leaving, setLeaving] = useState(false)
  const [made, setMade] = useState<Monitor>()
  const begun = useRef(JSON.stringify(draft))
  /** Counts what was tried and what changed since: an answer about something older is dropped. */
  const trials = useRef(0)
  const name = draft.name.trim()
  const leave = (): void => (JSON.stringify(draft) === begun.current ? onClose() : setLeaving(true))

  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setWrong(Object.fromEntries(Object.entries(wrong).filter(([field]) => !(field in part))))
    if (Object.keys(part).some((field) => TRIED.has(field))) {
      trials.current++
      setTrial({ step: 'none' })
    }
  }
  /** Shows what is wrong and leads there. */
  const object = (found: Wrong): boolean => {
    setWrong(found)
    if (Object.keys(found).length === 0) return false
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    return true
  }
  const tryIt = async (): Promise<void> => {
    const { name: _, ...found } = wrongIn(draft)
    if (trial.step === 'busy' || object(found)) return
    setTrial({ step: 'busy' })
    const mine = ++trials.current
    try {
      const { name: given, ...input } = inputOf(draft)
      const result = await api.tryMonitor(given ? { ...input, name: given } : input)
      if (mine === trials.current) setTrial({ step: 'done', result })
    } catch (problem) {
      if (mine !== trials.current) return
      const refused = problem instanceof RequestFailed && object(wrongFrom(problem))
      setTrial(refused ? { step: 'none' } : { step: 'failed', error: problem })
    }
  }
  const save = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy || object(wrongIn(draft))) return
    setBusy(true)
    setError(undefined)
    let left = false
    try {
      const input = inputOf(draft)
      const sent = monitor ? api.updateMonitor({ id: monitor.id, ...input }) : api.addMonitor(input)
      const saved = await carryOut(sent, () => {
        left = true
        onClose()
      })
      say('ok', monitor ? t.services.saved(name) : t.services.added(name))
      // a new address to call is shown before the form goes
      const shows = !left && !monitor && saved.pushPath !== null
      if (shows) setMade(saved)
      onSaved({ closed: !shows })
    } catch (problem) {
      if (left) return void sayFailure(problem)
      setBusy(false)
      if (!(problem instanceof RequestFailed && object(wrongFrom(problem)))) setError(problem)
    }
  }
  if (made) return html`<${Made} monitor=${made} onClose=${onClose} />`
  return html`<${Dialog}
      title=${monitor ? t.services.editTitle(monitor.name) : t.services.addTitle}
      form="sheet"
      onClose=${leave}
    >
      <form class="dialog-form" ref=${form} onSubmit=${save} novalidate>
        <div class="dialog-body">
          ${error !== undefined && html`<${Problem} error=${error} />`}
          ${monitor?.pushPath && draft.kind === 'push' && html`<${PushAddress} path=${monitor.pushPath} />`}
          <${Fields}
            draft=${draft}
            wrong=${wrong}
            groups=${groups}
            others=${others}
            hasAddress=${Boolean(monitor?.pushPath)}
            onChange=${change}
          />
        </div>
        <${Trial} trial=${trial} />
        <footer class="dialog-foot">
          ${
            formOf(draft) !== 'none' &&
            html`<button type="button" class="button" aria-disabled=${trial.step === 'busy'} onClick=${tryIt}>
              ${trial.step === 'busy' ? t.services.trying : t.services.tryIt}
            </button>`
          }
          <button type="submit" class="button button-primary" aria-disabled=${busy}>
            ${busy ? t.services.saving : t.services.save}
          </button>
        </footer>
      </form>
    <//>
    ${
      leaving &&
      html`<${Confirm}
        title=${t.services.discardTitle}
        text=${t.services.discardText}
        confirm=${t.services.discard}
        busy=${t.services.discarding}
        danger=${true}
        onConfirm=${() => Promise.resolve(onClose())}
        onClose=${() => setLeaving(false)}
      />`
    }`
}

const Made = ({ monitor, onClose }: { monitor: Monitor; onClose: () => void }) =>
  html`<${Dialog} key="made" title=${t.services.push.title(monitor.name)} firm=${true} onClose=${onClose}>
    <div class="dialog-body"><${PushAddress} path=${monitor.pushPath} /></div>
    <footer class="dialog-foot">
      <button type="button" class="button button-primary" onClick=${onClose}>${t.services.push.done}</button>
    </footer>
  <//>`
