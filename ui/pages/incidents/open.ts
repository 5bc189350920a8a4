import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import { SEVERITIES } from '../../../contracts/alert-kinds.ts'
import type { Severity } from '../../../contracts/alerts.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { ChooseServices } from '../../parts/choose-services.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { RadioGroup } from '../../parts/radio-group.ts'
import { Toggle } from '../../parts/toggle.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { go } from '../../router.ts'
import { services } from '../../state/board.ts'
import { say } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'

const text = t.incidents.opening

/** An incident that no rule found. */
export function OpenIncident({ onClose }: { onClose: () => void }) {
  const [title, setTitle] = useState('')
  const [severity, setSeverity] = useState<Severity>('warning')
  const [chosen, setChosen] = useState<{ groups: readonly string[]; serviceIds: readonly string[] }>({
    groups: [],
    serviceIds: [],
  })
  const [note, setNote] = useState('')
  const [published, setPublished] = useState(false)
  const [tried, setTried] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (!title.trim()) return input.current?.focus()
    // a group stands for the services that are in it now
    const ofGroups = (services.value ?? []).filter(({ group }) => group !== null && chosen.groups.includes(group))
    const serviceIds = [...new Set([...chosen.serviceIds, ...ofGroups.map(({ id }) => id)])]
    const opened = await carryOut(
      api.openIncident({
        title: title.trim(),
        severity,
        serviceIds,
        published,
        ...(note.trim() && { note: note.trim() }),
      }),
      onClose,
    )
    say('ok', text.done)
    onClose()
    go(`/alerts/incidents/${opened.id}`)
  })
  return html`<${Dialog} title=${text.title} form="sheet" onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p class="muted">${text.text}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.name}
          hint=${text.nameHint}
          error=${tried && !title.trim() ? text.nameMissing : undefined}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              ref=${input}
              data-first
              name="title"
              autocomplete="off"
              maxlength="120"
              value=${title}
              onInput=${(event: Event) => setTitle((event.currentTarget as HTMLInputElement).value)}
            />`}
        />
        <${RadioGroup}
          legend=${text.severity}
          name="severity"
          choices=${SEVERITIES.toReversed().map((one) => [one, t.alerts.severity[one]])}
          value=${severity}
          onChange=${setSeverity}
        />
        <details class="more">
          <summary>${text.services}</summary>
          <${ChooseServices} groups=${chosen.groups} serviceIds=${chosen.serviceIds} onChange=${setChosen} />
        </details>
        <${Field}
          label=${text.note}
          control=${(ties: object) =>
            html`<textarea
              ...${ties}
              name="note"
              rows="3"
              maxlength="4000"
              value=${note}
              onInput=${(event: Event) => setNote((event.currentTarget as HTMLTextAreaElement).value)}
            ></textarea>`}
        />
        <${Toggle} label=${text.published} hint=${text.publishedHint} checked=${published} onChange=${setPublished} />
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
