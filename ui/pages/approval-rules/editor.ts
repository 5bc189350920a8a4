import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { ApprovalRule } from '../../../contracts/request-rules.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { conditionOf, draftOf, EMPTY, inputOf, wrongFrom, wrongIn, type Draft, type Wrong } from './draft.ts'
import { Fields } from './fields.ts'
import { Trial, type TrialState } from './trial.ts'

const text = t.approval.editor
const DAYS = 30

interface Props {
  /** Undefined for a new one. */
  rule: ApprovalRule | undefined
  onClose: () => void
  onSaved: () => void
}

/** Adds or changes a rule; it can be tried on what was asked for before anything is saved. */
export function Editor({ rule, onClose, onSaved }: Props) {
  const [draft, setDraft] = useState<Draft>(rule ? draftOf(rule) : EMPTY)
  const [wrong, setWrong] = useState<Wrong>({})
  const [trial, setTrial] = useState<TrialState>({ step: 'none' })
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [leaving, setLeaving] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const begun = useRef(JSON.stringify(draft))
  /** Counts what was tried and what changed since: an answer about something older is dropped. */
  const trials = useRef(0)
  const leave = (): void => (JSON.stringify(draft) === begun.current ? onClose() : setLeaving(true))

  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setWrong({})
    trials.current++
    setTrial({ step: 'none' })
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
      const result = await api.tryApprovalRule({ condition: conditionOf(draft), days: DAYS })
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
      const sent = rule ? api.updateApprovalRule({ id: rule.id, ...input }) : api.addApprovalRule(input)
      await carryOut(sent, () => {
        left = true
        onClose()
      })
      say('ok', rule ? text.saved(input.name) : input.enabled ? text.added(input.name) : text.addedOff(input.name))
      onSaved()
    } catch (problem) {
      if (left) return void sayFailure(problem)
      setBusy(false)
      if (!(problem instanceof RequestFailed && object(wrongFrom(problem)))) setError(problem)
    }
  }
  return html`<${Dialog} title=${rule ? text.editTitle(rule.name) : text.addTitle} form="sheet" onClose=${leave}>
      <form class="dialog-form" ref=${form} onSubmit=${save} novalidate>
        <div class="dialog-body">
          ${error !== undefined && html`<${Problem} error=${error} />`}
          <${Fields} draft=${draft} wrong=${wrong} onChange=${change} />
        </div>
        <${Trial} trial=${trial} />
        <footer class="dialog-foot">
          <button type="button" class="button" aria-disabled=${trial.step === 'busy'} onClick=${() => void tryIt()}>
            ${trial.step === 'busy' ? text.trying : text.tryIt}
          </button>
          <button type="submit" class="button button-primary" aria-disabled=${busy}>
            ${busy ? text.saving : text.save}
          </button>
        </footer>
      </form>
    <//>
    ${
      leaving &&
      html`<${Confirm}
        title=${text.discardTitle}
        text=${text.discardText}
        confirm=${text.discard}
        busy=${text.discard}
        danger=${true}
        onConfirm=${() => Promise.resolve(onClose())}
        onClose=${() => setLeaving(false)}
      />`
    }`
}
