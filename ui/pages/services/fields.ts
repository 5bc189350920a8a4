import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import { CHECKED_KINDS, MONITOR_KINDS, type MonitorKind } from '../../../contracts/monitor-kinds.ts'
import { byName } from '../../format/locale.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { AnswerFields } from './answer-fields.ts'
import { Dependencies, type Other } from './dependencies.ts'
import { asKind, type Draft, formOf, type Wrong } from './draft.ts'
import { HowItIsChecked } from './how-checked.ts'
import { inputsOf, type Ties, valueOf } from './inputs.ts'

const text = t.services.fields

/** Kinds that stand for no product. */
const BASIC: readonly MonitorKind[] = ['http', 'tcp', 'ping', 'dns', 'push']
const PRODUCTS = CHECKED_KINDS.filter((kind) => !BASIC.includes(kind)).toSorted((a, b) =>
  byName(MONITOR_KINDS[a].title, MONITOR_KINDS[b].title),
)

interface Props {
  draft: Draft
  wrong: Wrong
  groups: readonly string[]
  /** What it may depend on. */
  others: readonly Other[]
  /** It calls us, and its address is shown already. */
  hasAddress: boolean
  onChange: (change: Partial<Draft>) => void
}

/** The fields of a monitor: what a person has to say first, how it is checked behind a fold. */
export function Fields({ draft, wrong, groups, others, hasAddress, onChange }: Props) {
  const list = useId()
  const { input } = inputsOf(draft, onChange)
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
        html`<select
          ...${ties}
          name="kind"
          onChange=${(event: Event) => onChange(asKind(draft, valueOf(event) as MonitorKind))}
        >
          <optgroup label=${text.kindGroups.basic}>${BASIC.map((kind) => option(kind, draft.kind))}</optgroup>
          <optgroup label=${text.kindGroups.products}>${PRODUCTS.map((kind) => option(kind, draft.kind))}</optgroup>
        </select>`}
    />
    ${
      formOf(draft) === 'none'
        ? !hasAddress && html`<p class="muted">${text.pushHint}</p>`
        : html`<${Field}
            label=${draft.kind === 'dns' ? text.dnsName : draft.kind === 'ping' ? text.host : text.address}
            hint=${targetHint(draft.kind)}
            error=${wrong.target}
            control=${input('target', { inputmode: 'url', spellcheck: false, autocapitalize: 'none' })}
          />`
    }
    <${Field}
      label=${text.group}
      hint=${text.groupHint}
      error=${wrong.group}
      control=${input('group', { list, maxlength: 80 })}
    />
    <datalist id=${list}>${groups.map((group) => html`<option key=${group} value=${group}></option>`)}</datalist>
    <${AnswerFields} draft=${draft} wrong=${wrong} onChange=${onChange} />
    <${HowItIsChecked} draft=${draft} wrong=${wrong} onChange=${onChange} />
    <${Dependencies}
      chosen=${draft.dependsOn}
      others=${others}
      error=${wrong.dependsOn}
      onChange=${(dependsOn: readonly string[]) => onChange({ dependsOn })}
    />`
}

const option = (kind: MonitorKind, chosen: MonitorKind) =>
  html`<option key=${kind} value=${kind} selected=${kind === chosen}>
    ${text.kinds[kind] ?? MONITOR_KINDS[kind].title}
  </option>`

function targetHint(kind: MonitorKind): string | undefined {
  const { port, health } = MONITOR_KINDS[kind]
  return port && health ? text.productHint(port, health.path) : text.addressHint[kind]
}
