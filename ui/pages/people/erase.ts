import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { UserRecord } from '../../../contracts/people.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'

const text = t.people.erase

interface Props {
  person: UserRecord
  onErased: () => void
  onClose: () => void
}

/** Says exactly what goes for ever, and wants the name typed, because nobody brings it back. */
export function Erase({ person: { id, username }, onErased, onClose }: Props) {
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const same = typed.trim().toLowerCase() === username.toLowerCase()
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (!same) return input.current?.focus()
    const { rawWebhooksDeleted } = await api.removeUser({ id })
    say('ok', text.done(username, rawWebhooksDeleted))
    onErased()
  })
  return html`<${Dialog} title=${text.title(username)} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${text.goneLead}</p>
        <ul class="dots">
          ${text.gone.map((what) => html`<li key=${what}>${what}</li>`)}
        </ul>
        <p><b>${text.text}</b> ${text.backups}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.type(username)}
          error=${tried && !same ? text.differs : undefined}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              ref=${input}
              data-first
              name="confirm-name"
              autocomplete="off"
              autocapitalize="none"
              spellcheck=${false}
              value=${typed}
              onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
            />`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-danger" aria-disabled=${busy || !same}>
          ${busy ? text.busy : text.confirm}
        </button>
      </footer>
    </form>
  <//>`
}
