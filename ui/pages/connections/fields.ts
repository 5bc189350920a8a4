import { html } from 'htm/preact'
import type { CredentialName, ServiceConnection } from '../../../contracts/services.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { PasswordInput } from '../../parts/password-input.ts'
import { Toggle } from '../../parts/toggle.ts'
import { askedBy, isKept, takesStatusPage, type Draft, type Wrong } from './draft.ts'

const text = t.connections.fields
type Ties = Record<string, unknown>

interface Props {
  service: ServiceConnection
  draft: Draft
  wrong: Wrong
  onChange: (part: Partial<Draft>) => void
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value

/** Address, what the service asks for, and whether it is used. */
export function Fields({ service, draft, wrong, onChange }: Props) {
  const secretHint = (name: CredentialName): string | undefined => {
    if (isKept(service, draft, name)) return text.storedHint
    return service.stored.includes(name) && draft.url.trim() !== '' ? text.otherAddress : undefined
  }
  const credential = (name: CredentialName) =>
    html`<${Field}
      key=${name}
      label=${text[name]}
      hint=${secretHint(name)}
      error=${wrong[name]}
      control=${(ties: Ties) =>
        name === 'username'
          ? html`<input
              ...${ties}
              name=${name}
              autocomplete="off"
              autocapitalize="none"
              spellcheck=${false}
              placeholder=${isKept(service, draft, name) ? text.stored : undefined}
              value=${draft[name]}
              onInput=${(event: Event) => onChange({ [name]: valueOf(event) })}
            />`
          : html`<${PasswordInput}
              name=${name}
              autocomplete="new-password"
              value=${draft[name]}
              onInput=${(value: string) => onChange({ [name]: value })}
              ties=${{ ...ties, placeholder: isKept(service, draft, name) ? text.stored : undefined }}
            />`}
    />`
  return html`<${Field}
      label=${text.url}
      hint=${text.urlHint(service.defaultPort)}
      error=${wrong.url}
      control=${(ties: Ties) =>
        html`<input
          ...${ties}
          name="url"
          inputmode="url"
          autocomplete="off"
          autocapitalize="none"
          spellcheck=${false}
          data-first
          placeholder=${text.urlExample(service.defaultPort)}
          value=${draft.url}
          onInput=${(event: Event) => onChange({ url: valueOf(event) })}
        />`}
    />
    ${askedBy(service).map(credential)}
    ${
      takesStatusPage(service) &&
      html`<${Field}
        label=${text.statusPage}
        hint=${text.statusPageHint}
        error=${wrong.statusPage}
        control=${(ties: Ties) =>
          html`<input
            ...${ties}
            name="statusPage"
            autocomplete="off"
            autocapitalize="none"
            spellcheck=${false}
            value=${draft.statusPage}
            onInput=${(event: Event) => onChange({ statusPage: valueOf(event) })}
          />`}
      />`
    }
    ${
      service.needs.length > 0 &&
      service.hint &&
      html`<p class="muted small where-hint"><b>${text.where}:</b> ${service.hint}</p>`
    }
    <${Toggle}
      label=${text.enabled}
      hint=${text.enabledHint}
      checked=${draft.enabled}
      onChange=${(enabled: boolean) => onChange({ enabled })}
    />`
}
