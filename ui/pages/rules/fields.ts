import { html } from 'htm/preact'
import { METRICS, SECURITY_EVENTS, SEVERITIES, type Metric } from '../../../contracts/alert-kinds.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { ChooseServices, toggled } from '../../parts/choose-services.ts'
import { Field } from '../../parts/field.ts'
import { RadioGroup } from '../../parts/radio-group.ts'
import { Toggle } from '../../parts/toggle.ts'
import { isAboutServices, type Draft, type Wrong } from './draft.ts'
import { unitOf } from './words.ts'

const text = t.rules.editor
type Ties = Record<string, unknown>
type Choices = readonly (readonly [value: string, word: string])[]

interface Props {
  draft: Draft
  wrong: Wrong
  onChange: (part: Partial<Draft>) => void
}

const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value
const METRIC_NAMES = Object.keys(METRICS) as Metric[]

const options = (choices: Choices, chosen: string) =>
  choices.map(
    ([value, word]) => html`<option key=${value} value=${value} selected=${value === chosen}>${word}</option>`,
  )

/** The fields of a rule: what it watches, how bad it is and where. */
export function Fields({ draft, wrong, onChange }: Props) {
  const { kind, severity, enabled, groups, serviceIds } = draft
  return html`<${Field}
      label=${text.name}
      error=${wrong.name}
      control=${(ties: Ties) =>
        html`<input
          ...${ties}
          name="name"
          data-first
          autocomplete="off"
          maxlength="120"
          value=${draft.name}
          onInput=${(event: Event) => onChange({ name: valueOf(event) })}
        />`}
    />
    <${RadioGroup}
      legend=${text.kind}
      name="kind"
      choices=${Object.entries(text.kinds)}
      value=${kind}
      onChange=${(one: Draft['kind']) => onChange({ kind: one })}
    />
    ${kind === 'state' && html`<${StateFields} draft=${draft} wrong=${wrong} onChange=${onChange} />`}
    ${kind === 'threshold' && html`<${ThresholdFields} draft=${draft} wrong=${wrong} onChange=${onChange} />`}
    ${kind === 'security' && html`<${SecurityFields} draft=${draft} wrong=${wrong} onChange=${onChange} />`}
    <${RadioGroup}
      legend=${text.severity}
      name="severity"
      choices=${SEVERITIES.toReversed().map((one) => [one, t.alerts.severity[one]])}
      value=${severity}
      onChange=${(one: Draft['severity']) => onChange({ severity: one })}
    />
    ${
      isAboutServices(draft) &&
      html`<details class="more" open=${groups.length + serviceIds.length > 0}>
        <summary>
          ${text.which(groups.length + serviceIds.length > 0 ? t.rules.scope(groups, serviceIds.length) : t.rules.everywhere)}
        </summary>
        <${ChooseServices} groups=${groups} serviceIds=${serviceIds} onChange=${onChange} />
        ${wrong.scope && html`<p class="field-error">${wrong.scope}</p>`}
      </details>`
    }
    <details class="more" open=${wrong.labels !== undefined || draft.labels !== ''}>
      <summary>${text.more}</summary>
      <${Field}
        label=${text.labels}
        hint=${text.labelsHint}
        error=${wrong.labels}
        control=${(ties: Ties) =>
          html`<textarea
            ...${ties}
            name="labels"
            rows="3"
            spellcheck=${false}
            value=${draft.labels}
            onInput=${(event: Event) => onChange({ labels: valueOf(event) })}
          ></textarea>`}
      />
    </details>
    <${Toggle}
      label=${text.enabled}
      hint=${text.enabledHint}
      checked=${enabled}
      onChange=${(on: boolean) => onChange({ enabled: on })}
    />`
}

function StateFields({ draft, wrong, onChange }: Props) {
  return html`<${Field}
      label=${text.state}
      control=${(ties: Ties) =>
        html`<select
          ...${ties}
          name="state"
          onChange=${(event: Event) => onChange({ state: valueOf(event) as Draft['state'] })}
        >
          ${options(Object.entries(text.states), draft.state)}
        </select>`}
    />
    <${Hold} draft=${draft} wrong=${wrong} onChange=${onChange} />`
}

function ThresholdFields({ draft, wrong, onChange }: Props) {
  const { metric, direction, value } = draft
  const of = (what: 'service' | 'house'): Choices =>
    METRIC_NAMES.filter((name) => METRICS[name].of === what).map((name) => [name, t.rules.metrics[name]])
  return html`<${Field}
      label=${text.metric}
      control=${(ties: Ties) =>
        html`<select
          ...${ties}
          name="metric"
          onChange=${(event: Event) => onChange({ metric: valueOf(event) as Metric })}
        >
          <optgroup label=${text.ofService}>${options(of('service'), metric)}</optgroup>
          <optgroup label=${text.ofHouse}>${options(of('house'), metric)}</optgroup>
        </select>`}
    />
    <div class="field-row">
      <${Field}
        label=${text.direction}
        control=${(ties: Ties) =>
          html`<select
            ...${ties}
            name="direction"
            onChange=${(event: Event) => onChange({ direction: valueOf(event) as Draft['direction'] })}
          >
            ${options(Object.entries(text.directions), direction)}
          </select>`}
      />
      <${Field}
        label=${text.value}
        error=${wrong.value}
        control=${(ties: Ties) =>
          html`<div class="input-with-unit">
            <input
              ...${ties}
              name="value"
              inputmode="decimal"
              autocomplete="off"
              value=${value}
              onInput=${(event: Event) => onChange({ value: valueOf(event) })}
            />
            <span class="muted">${unitOf(metric)}</span>
          </div>`}
      />
    </div>
    <${Hold} draft=${draft} wrong=${wrong} onChange=${onChange} />`
}

function Hold({ draft, wrong, onChange }: Props) {
  return html`<${Field}
    label=${text.hold}
    hint=${text.holdHint}
    error=${wrong.hold}
    control=${(ties: Ties) =>
      html`<div class="input-with-unit">
        <input
          ...${ties}
          name="hold"
          inputmode="decimal"
          autocomplete="off"
          value=${draft.hold}
          onInput=${(event: Event) => onChange({ hold: valueOf(event) })}
        />
        <select
          name="hold-unit"
          aria-label=${text.holdUnit}
          onChange=${(event: Event) => onChange({ holdUnit: valueOf(event) as Draft['holdUnit'] })}
        >
          ${options(Object.entries(text.holdUnits), draft.holdUnit)}
        </select>
      </div>`}
  />`
}

function SecurityFields({ draft, wrong, onChange }: Props) {
  return html`<fieldset
    class="options"
    aria-invalid=${wrong.events ? 'true' : undefined}
    tabindex=${wrong.events ? -1 : undefined}
  >
    <legend>${text.events}</legend>
    ${SECURITY_EVENTS.map(
      (one) =>
        html`<${CheckBox}
          key=${one}
          label=${t.rules.events[one]}
          checked=${draft.events.includes(one)}
          onChange=${(on: boolean) => onChange({ events: toggled(draft.events, one, on) })}
        />`,
    )}
    <div role="status">${wrong.events && html`<p class="field-error">${wrong.events}</p>`}</div>
  </fieldset>`
}
