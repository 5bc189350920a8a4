import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Role } from '../../../contracts/auth.ts'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { RoleSelect } from '../../parts/role-select.ts'
import { ShownOnce } from '../../parts/shown-once.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.people.invitations
const DAYS = [1, 7, 30, 90] as const

interface Props {
  onMade: () => void
  onClose: () => void
}

/** Makes an invitation, and shows its address the one time that it can be seen. */
export function Invite({ onMade, onClose }: Props) {
  const [note, setNote] = useState('')
  const [role, setRole] = useState<Role>('user')
  const [days, setDays] = useState<number>(7)
  const [made, setMade] = useState<RouteAnswer<'makeInvitation'>>()
  const { busy, error, submit } = useSubmit(async () => {
    setMade(await api.makeInvitation({ role, expiresInDays: days, ...(note.trim() && { note: note.trim() }) }))
    onMade()
  })
  if (made) return html`<${Made} made=${made} onClose=${onClose} />`
  return html`<${Dialog} title=${text.make} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${text.lead}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.note}
          hint=${text.noteHint}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              data-first
              name="note"
              autocomplete="off"
              maxlength="200"
              value=${note}
              onInput=${(event: Event) => setNote((event.currentTarget as HTMLInputElement).value)}
            />`}
        />
        <${RoleSelect} role=${role} onChange=${setRole} />
        <${Field}
          label=${text.days}
          control=${(ties: object) =>
            html`<select
              ...${ties}
              name="days"
              onChange=${(event: Event) => setDays(Number((event.currentTarget as HTMLSelectElement).value))}
            >
              ${DAYS.map(
                (many) =>
                  html`<option key=${many} value=${many} selected=${many === days}>${text.dayChoices[many]}</option>`,
              )}
            </select>`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy}>
          ${busy ? text.busy : text.submit}
        </button>
      </footer>
    </form>
  <//>`
}

const Made = ({ made, onClose }: { made: RouteAnswer<'makeInvitation'>; onClose: () => void }) =>
  html`<${Dialog} key="made" title=${text.made} firm=${true} onClose=${onClose}>
    <div class="dialog-body">
      <p>${text.madeText(Date.parse(made.invitation.expiresAt))}</p>
      <${ShownOnce} label=${text.url} value=${made.url} copy=${text.copy} />
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button button-primary" onClick=${onClose}>${text.done}</button>
    </footer>
  <//>`
