import { html } from 'htm/preact'
import type { SettingDescription } from '../../../contracts/settings.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { PasswordInput } from '../../parts/password-input.ts'
import { Toggle } from '../../parts/toggle.ts'
import { isDefault, shownOf, typedOf, type Typed } from './values.ts'

const text = t.settings
type Ties = Record<string, unknown>

interface Props {
  setting: SettingDescription
  /** What is stored; of a secret only whether there is one. */
  stored: unknown
  typed: Typed | undefined
  wrong: string | undefined
  onType: (typed: Typed) => void
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value

/** One setting, drawn from its description. */
export function SettingControl({ setting, stored, typed, wrong, onType }: Props) {
  const { kind, title, key } = setting
  const secret = kind === 'secret'
  const isStored = secret && stored !== null && stored !== undefined
  const shown =
    typed === undefined ? typedOf(setting, stored) : typed === null ? typedOf(setting, setting.default) : typed
  const atDefault = typed === null || (typed === undefined && isDefault(setting, stored))
  const back = secret
    ? isStored &&
      typed !== null &&
      html`<${Back} word=${text.secret.forget} name=${text.secret.forgetNamed(title)} onBack=${() => onType(null)} />`
    : !atDefault &&
      html`<${Back} word=${text.toDefault} name=${text.toDefaultNamed(title)} onBack=${() => onType(null)} />`
  return html`<div class="setting">
    ${
      kind === 'boolean'
        ? html`<${Toggle}
            label=${title}
            hint=${hintOf(setting, isStored, typed)}
            checked=${shown === true}
            onChange=${onType}
          />`
        : html`<${Field}
            label=${title}
            hint=${hintOf(setting, isStored, typed)}
            error=${wrong}
            control=${(ties: Ties) => controlOf(setting, { ...ties, name: key }, String(shown), isStored, onType)}
          />`
    }
    ${back}
  </div>`
}

function Back({ word, name, onBack }: { word: string; name: string; onBack: () => void }) {
  // the button goes with its click; the control that it turned is where to go on
  const back = (event: Event): void => {
    const setting = (event.currentTarget as HTMLElement).closest('.setting')
    setting?.querySelector<HTMLElement>('input, select, textarea')?.focus()
    onBack()
  }
  return html`<button type="button" class="link small" aria-label=${name} onClick=${back}>${word}</button>`
}

function hintOf(setting: SettingDescription, isStored: boolean, typed: Typed | undefined): string {
  const { kind, description, min, max } = setting
  const more = [description]
  if (kind === 'secret') {
    more.push(typed === null ? text.secret.willForget : isStored ? text.secret.stored : text.secret.notSet)
  } else {
    if (kind === 'number') more.push(text.range(min, max))
    if (kind === 'list') more.push(text.listHint)
    more.push(text.default(shownOf(setting, setting.default)))
  }
  return more.filter(Boolean).join(' ')
}

function controlOf(
  { kind, choices, unit }: SettingDescription,
  ties: Ties,
  value: string,
  isStored: boolean,
  onType: (typed: string) => void,
) {
  const onInput = (event: Event): void => onType(valueOf(event))
  switch (kind) {
    case 'secret':
      return html`<${PasswordInput}
        name=${ties['name']}
        autocomplete="new-password"
        value=${value}
        onInput=${onType}
        ties=${{ ...ties, placeholder: isStored ? t.connections.fields.stored : undefined }}
      />`
    case 'choice':
      return html`<select ...${ties} onChange=${onInput}>
        ${choices?.map(
          (choice) =>
            html`<option key=${choice.value} value=${choice.value} selected=${choice.value === value}>
              ${choice.title}
            </option>`,
        )}
      </select>`
    case 'list':
      return html`<textarea ...${ties} rows="3" spellcheck=${false} value=${value} onInput=${onInput}></textarea>`
    case 'number':
      return html`<div class="input-with-unit">
        <input ...${ties} inputmode="decimal" autocomplete="off" value=${value} onInput=${onInput} />
        ${unit && html`<span class="muted">${unit}</span>`}
      </div>`
    default:
      return html`<input ...${ties} autocomplete="off" value=${value} onInput=${onInput} />`
  }
}
