import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Quotas, UserRecord } from '../../../contracts/people.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'
import { draftOf, limitIn } from './quotas.ts'

const text = t.people.quotas
const UNITS = { requestsPerWeek: text.perWeek, downloadsPerHour: text.perHour } as const

interface Props {
  person: UserRecord
  onSaved: () => void
}

/** How much a person may ask for. */
export function QuotaForm({ person, onSaved }: Props) {
  const [draft, setDraft] = useState(draftOf(person.quotas))
  const [tried, setTried] = useState(false)
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    const requestsPerWeek = limitIn(draft.requestsPerWeek)
    const downloadsPerHour = limitIn(draft.downloadsPerHour)
    if (requestsPerWeek === undefined || downloadsPerHour === undefined) return
    await api.updateUser({ id: person.id, quotas: { requestsPerWeek, downloadsPerHour } })
    say('ok', text.saved(person.username))
    onSaved()
  })
  const field = (name: keyof Quotas) =>
    html`<${Field}
      label=${text[name]}
      error=${tried && limitIn(draft[name]) === undefined ? text.wrong : undefined}
      control=${(ties: object) =>
        html`<div class="input-with-unit">
          <input
            ...${ties}
            name=${name}
            inputmode="numeric"
            autocomplete="off"
            value=${draft[name]}
            onInput=${(event: Event) => setDraft({ ...draft, [name]: (event.currentTarget as HTMLInputElement).value })}
          /><span class="muted">${UNITS[name]}</span>
        </div>`}
    />`
  return html`<form class="sheet-group form" onSubmit=${submit} novalidate aria-label=${text.title}>
    <h3>${text.title}</h3>
    <p class="muted">${text.hint}</p>
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <div class="quota-fields">${field('requestsPerWeek')}${field('downloadsPerHour')}</div>
    <div class="buttons">
      <button type="submit" class="button" aria-disabled=${busy}>${busy ? text.saving : text.save}</button>
    </div>
  </form>`
}
