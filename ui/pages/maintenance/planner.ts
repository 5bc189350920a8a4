import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Maintenance } from '../../../contracts/maintenance.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { type Draft, draftOf, emptyDraft, inputOf, type Wrong, wrongFrom, wrongIn } from './draft.ts'
import { Scope } from './scope.ts'
import { When } from './when.ts'

const text = t.maintenance

interface Props {
  /** Undefined for a new one. */
  window: Maintenance | undefined
  onClose: () => void
  onSaved: () => void
}

/** Plans a window or changes one. */
export function Planner({ window, onClose, onSaved }: Props) {
  const [draft, setDraft] = useState<Draft>(() => (window ? draftOf(window, Date.now()) : emptyDraft(Date.now())))
  const [wrong, setWrong] = useState<Wrong>({})
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>()
  const [leaving, setLeaving] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const begun = useRef(JSON.stringify(draft))
  const leave = (): void => (JSON.stringify(draft) === begun.current ? onClose() : setLeaving(true))
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setWrong(Object.fromEntries(Object.entries(wrong).filter(([field]) => !(field in part) && field !== 'scope')))
  }
  const object = (found: Wrong): boolean => {
    setWrong(found)
    if (Object.keys(found).length === 0) return false
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid], .picker')?.focus())
    return true
  }
  const save = async (event: Event): Promise<void> => {
    event.preventDefault()
    if (busy || object(wrongIn(draft))) return
    setBusy(true)
    setError(undefined)
    let left = false
    try {
      const input = inputOf(draft)
      const sent = window ? api.changeMaintenance({ id: window.id, ...input }) : api.planMaintenance(input)
      await carryOut(sent, () => {
        left = true
        onClose()
      })
      say('ok', (window ? text.changed : text.planned)(input.title))
      onSaved()
    } catch (problem) {
      if (left) return void sayFailure(problem)
      setBusy(false)
      if (!(problem instanceof RequestFailed && object(wrongFrom(problem.issues, draft)))) setError(problem)
    }
  }
  const field = (name: 'title' | 'note', label: string, hint: string, more: object) =>
    html`<${Field}
      label=${label}
      hint=${hint}
      error=${wrong[name]}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          ...${more}
          name=${name}
          autocomplete="off"
          value=${draft[name]}
          onInput=${(event: Event) => change({ [name]: (event.currentTarget as HTMLInputElement).value })}
        />`}
    />`
  return html`<${Dialog}
      title=${window ? text.form.changeTitle(window.title) : text.form.title}
      form="sheet"
      onClose=${leave}
    >
      <form class="dialog-form" ref=${form} onSubmit=${save} novalidate>
        <div class="dialog-body">
          ${error !== undefined && html`<${Problem} error=${error} />`}
          ${field('title', text.form.name, text.form.nameHint, { 'data-first': true, maxlength: 120 })}
          <${When} draft=${draft} wrong=${wrong} onChange=${change} />
          <${Scope} draft=${draft} wrong=${wrong} onChange=${change} />
          ${field('note', text.form.note, text.form.noteHint, { maxlength: 2000 })}
        </div>
        <footer class="dialog-foot">
          <button type="button" class="button" onClick=${leave}>${t.frame.cancel}</button>
          <button type="submit" class="button button-primary" aria-disabled=${busy}>
            ${busy ? text.form.saving : window ? text.form.saveChange : text.form.save}
          </button>
        </footer>
      </form>
    <//>
    ${
      leaving &&
      html`<${Confirm}
        title=${text.form.discardTitle}
        text=${text.form.discardText}
        confirm=${text.form.discard}
        busy=${text.form.discard}
        danger=${true}
        onConfirm=${() => Promise.resolve(onClose())}
        onClose=${() => setLeaving(false)}
      />`
    }`
}
