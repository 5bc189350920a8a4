import { html } from 'htm/preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import type { Draft, Wrong } from './draft.ts'

const text = t.services.fields
type Set = (change: Partial<Draft>) => void
type Ties = Record<string, unknown>

interface Props {
  draft: Draft
  wrong: Wrong
  groups: readonly string[]
  onChange: Set
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value

/** The fields of a monitor: what a person has to say first, how it is checked behind a fold. */
export function Fields({ draft, wrong, groups, onChange }: Props) {
  const list = useId()
  const input =
    (name: keyof Draft, more: Ties = {}) =>
    (ties: Ties) =>
      html`<input
        ...${ties}
        ...${more}
        name=${name}
        autocomplete="off"
        value=${draft[name]}
        onInput=${(event: Event) => onChange({ [name]: valueOf(event) })}
      />`
  return html`<${Field}
      label=${text.name}
      hint=${text.nameHint}
      error=${wrong.name}
      control=${input('name', { 'data-first': true })}
    />
    <${Field}
      label=${text.kind}
      error=${wrong.kind}
      control=${(ties: Ties) =>
        html`<select ...${ties} name="kind" onChange=${(event: Event) => onChange({ kind: valueOf(event) as 'http' })}>
          ${(['http', 'tcp'] as const).map(
            (kind) =>
              html`<option key=${kind} value=${kind} selected=${draft.kind === kind}>${text.kinds[kind]}</option>`,
          )}
        </select>`}
    />
    <${Field}
      label=${text.address}
      hint=${text.addressHint[draft.kind]}
      error=${wrong.target}
      control=${input('target', { inputmode: 'url', spellcheck: false, autocapitalize: 'none' })}
    />
    <${Field}
      label=${text.group}
      hint=${text.groupHint}
      error=${wrong.group}
      control=${input('group', { list, maxlength: 80 })}
    />
    <datalist id=${list}>${groups.map((group) => html`<option key=${group} value=${group}></option>`)}</datalist>
    <${HowItIsChecked} draft=${draft} wrong=${wrong} input=${input} />`
}

type Input = (name: keyof Draft, more?: Ties) => (ties: Ties) => unknown

function HowItIsChecked({ draft, wrong, input }: { draft: Draft; wrong: Wrong; input: Input }) {
  const withUnit = (unit: string, control: (ties: Ties) => unknown) => (ties: Ties) =>
    html`<div class="input-with-unit">${control(ties)}<span class="muted">${unit}</span></div>`
  const anyWrong = wrong.intervalSeconds ?? wrong.timeoutMs ?? wrong.acceptedCodes
  const fold = useRef<HTMLDetailsElement>(null)
  // each time something is found in it, also when the person has folded it since
  useLayoutEffect(() => {
    if (anyWrong && fold.current) fold.current.open = true
  }, [wrong])
  return html`<details class="more" ref=${fold}>
    <summary>${text.more}</summary>
    <${Field}
      label=${text.interval}
      error=${wrong.intervalSeconds}
      control=${withUnit(text.seconds, input('intervalSeconds', { inputmode: 'numeric' }))}
    />
    <${Field}
      label=${text.timeout}
      error=${wrong.timeoutMs}
      control=${withUnit(text.milliseconds, input('timeoutMs', { inputmode: 'numeric' }))}
    />
    ${
      draft.kind === 'http' &&
      html`<${Field}
        label=${text.codes}
        hint=${text.codesHint}
        error=${wrong.acceptedCodes}
        control=${input('acceptedCodes')}
      />`
    }
  </details>`
}
