import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { Toggle } from '../../parts/toggle.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'

const text = t.incidents.note

/** A note for the timeline, for those who run the house or for everybody. */
export function NoteForm({ id, onSaved }: { id: string; onSaved: () => void }) {
  const [note, setNote] = useState('')
  const [open, setOpen] = useState(false)
  const [tried, setTried] = useState(false)
  const input = useRef<HTMLTextAreaElement>(null)
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (!note.trim()) return input.current?.focus()
    await carryOut(api.noteIncident({ id, text: note.trim(), public: open }))
    setNote('')
    setOpen(false)
    setTried(false)
    say('ok', text.saved)
    onSaved()
  })
  return html`<form class="form note-form" onSubmit=${submit} novalidate>
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <${Field}
      label=${text.label}
      hint=${text.hint}
      error=${tried && !note.trim() ? text.missing : undefined}
      control=${(ties: object) =>
        html`<textarea
          ...${ties}
          ref=${input}
          name="note"
          rows="3"
          maxlength="4000"
          value=${note}
          onInput=${(event: Event) => setNote((event.currentTarget as HTMLTextAreaElement).value)}
        ></textarea>`}
    />
    <${Toggle} label=${text.public} hint=${text.publicHint} checked=${open} onChange=${setOpen} />
    <div>
      <button type="submit" class="button" aria-disabled=${busy}>${busy ? text.saving : text.save}</button>
    </div>
  </form>`
}
