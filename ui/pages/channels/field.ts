import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { PasswordInput } from '../../parts/password-input.ts'
import { Toggle } from '../../parts/toggle.ts'
import type { KindField, Typed } from './draft.ts'

const text = t.channels.editor
type Ties = Record<string, unknown>

interface Props {
  field: KindField
  typed: Typed
  /** Of a secret: one is kept. */
  stored: boolean
  wrong: string | undefined
  onType: (typed: Typed) => void
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value

function hintOf(
  { description, required, secret, input }: KindField,
  stored: boolean,
  typed: Typed,
): string | undefined {
  const more = [description]
  if (typed === null) more.push(text.willForget)
  else if (secret && stored) more.push(text.storedHint)
  else if (!required && input !== 'choice') more.push(text.optional)
  if (input === 'list') more.push(text.listHint)
  return more.filter(Boolean).join(' ') || undefined
}

/** One field of a channel, drawn from its description. */
export function ChannelField({ field, typed, stored, wrong, onType }: Props) {
  const { name, title, input, secret, required } = field
  if (input === 'switch') {
    return html`<${Toggle} label=${title} hint=${field.description} checked=${typed === true} onChange=${onType} />`
  }
  const forgotten = typed === null
  return html`<div class="setting">
    <${Field}
      label=${title}
      hint=${hintOf(field, stored, typed)}
      error=${wrong}
      control=${(ties: Ties) =>
        controlOf(
          field,
          { ...ties, name, 'aria-required': required || undefined },
          String(typed ?? ''),
          stored,
          onType,
        )}
    />
    ${
      secret &&
      stored &&
      !required &&
      html`<button
        type="button"
        class="link small"
        aria-label=${forgotten ? text.keepNamed(title) : text.forgetNamed(title)}
        onClick=${() => onType(forgotten ? '' : null)}
      >
        ${forgotten ? text.keep : text.forget}
      </button>`
    }
  </div>`
}

function controlOf({ input, choices }: KindField, ties: Ties, value: string, stored: boolean, onType: Props['onType']) {
  const onInput = (event: Event): void => onType(valueOf(event))
  switch (input) {
    case 'secret':
      return html`<${PasswordInput}
        name=${ties['name']}
        autocomplete="new-password"
        value=${value}
        onInput=${onType}
        ties=${{ ...ties, placeholder: stored ? text.stored : undefined }}
      />`
    case 'choice':
      return html`<select ...${ties} onChange=${onInput}>
        ${Object.entries(choices ?? {}).map(
          ([choice, word]) => html`<option key=${choice} value=${choice} selected=${choice === value}>${word}</option>`,
        )}
      </select>`
    case 'list':
      return html`<textarea ...${ties} rows="3" spellcheck=${false} value=${value} onInput=${onInput}></textarea>`
    default:
      return html`<input
        ...${ties}
        inputmode=${input === 'url' ? 'url' : input === 'number' ? 'decimal' : undefined}
        autocomplete="off"
        autocapitalize="none"
        spellcheck=${false}
        value=${value}
        onInput=${onInput}
      />`
  }
}
