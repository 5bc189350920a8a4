import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.alerts

interface Props {
  title: string
  /** What will happen. */
  text: string
  confirm: string
  onConfirm: (note: string | undefined) => Promise<void>
  onClose: () => void
}

/** Says what will happen, and takes a note along. */
export function NoteDialog({ title, text: what, confirm, onConfirm, onClose }: Props) {
  const [note, setNote] = useState('')
  const { busy, error, submit } = useSubmit(() => onConfirm(note.trim() || undefined))
  return html`<${Dialog} title=${title} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${what}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.note}
          hint=${text.noteHint}
          control=${(ties: object) =>
            html`<textarea
              ...${ties}
              data-first
              rows="3"
              maxlength="1000"
              value=${note}
              onInput=${(event: Event) => setNote((event.currentTarget as HTMLTextAreaElement).value)}
            ></textarea>`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy}>${busy ? text.busy : confirm}</button>
      </footer>
    </form>
  <//>`
}
