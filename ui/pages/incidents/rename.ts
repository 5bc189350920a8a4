import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'

const text = t.incidents

interface Props {
  title: string
  onConfirm: (title: string) => Promise<void>
  onClose: () => void
}

/** Another name for an incident. */
export function RenameDialog({ title, onConfirm, onClose }: Props) {
  const [typed, setTyped] = useState(title)
  const empty = !typed.trim()
  const { busy, error, submit } = useSubmit(async () => {
    if (!empty) await onConfirm(typed.trim())
  })
  return html`<${Dialog} title=${text.renameTitle} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.opening.name}
          error=${empty ? text.opening.nameMissing : undefined}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              data-first
              name="title"
              autocomplete="off"
              maxlength="120"
              value=${typed}
              onInput=${(event: Event) => setTyped((event.currentTarget as HTMLInputElement).value)}
            />`}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy}>${text.rename}</button>
      </footer>
    </form>
  <//>`
}
