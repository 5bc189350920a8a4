import { html } from 'htm/preact'
import { humanised } from '../../format/actor.ts'
import { number } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Time } from '../../parts/time.ts'

const text = t.journal.detail
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/
const MACHINE = /^([\da-f]{8}-[\da-f-]{27}|[a-z]+:\/\/\S+)$/i

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A secret, or what was about somebody who was erased. */
const isHidden = (fields: Fields): boolean => fields['sealed'] === true || fields['erased'] === true

/** A raw body is text; where it is JSON it is shown as what it says. */
function opened(name: string, value: unknown): unknown {
  if (name !== 'body' || typeof value !== 'string') return value
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}

/** The data of an entry as names and values, with the same as JSON one tap behind. */
export function Said({ data }: { data: Fields }) {
  const json = JSON.stringify(Object.fromEntries(Object.entries(data).map(([k, v]) => [k, opened(k, v)])), null, 2)
  const empty = Object.keys(data).length === 0
  return html`<section aria-label=${text.data}>
    <h3>${text.data}</h3>
    ${empty ? html`<p class="muted">${text.noData}</p>` : html`<${Pairs} fields=${data} />`}
    <details class="more">
      <summary>${text.raw}</summary>
      <pre class="json" tabindex="0" role="region" aria-label=${text.raw}>${json}</pre>
    </details>
  </section>`
}

function Pairs({ fields }: { fields: Fields }) {
  return html`<dl class="pairs said">
    ${Object.entries(fields).map(([name, raw]) => {
      const value = opened(name, raw)
      const nested = (isFields(value) && !isHidden(value)) || (Array.isArray(value) && value.some(isFields))
      return html`<div key=${name} class=${nested ? 'pair-nested' : 'pair'}>
        <dt>${text.fields[name] ?? humanised(name)}</dt>
        <dd><${Value} value=${value} /></dd>
      </div>`
    })}
  </dl>`
}

function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined || value === '') return html`<span class="muted">${text.nothing}</span>`
  if (typeof value === 'boolean') return value ? text.yes : text.no
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : number(value)
  if (typeof value === 'string') return html`<${Text} value=${value} />`
  if (Array.isArray(value)) return html`<${List} values=${value} />`
  if (!isFields(value)) return JSON.stringify(value)
  if (value['sealed'] === true) return html`<span class="tag">${text.sealed}</span>`
  if (value['erased'] === true) return html`<span class="tag">${text.erased}</span>`
  return html`<${Pairs} fields=${value} />`
}

function Text({ value }: { value: string }) {
  if (ISO.test(value)) return html`<${Time} at=${value} />`
  return html`<span class=${MACHINE.test(value) ? 'mono break' : 'break'}>${value}</span>`
}

function List({ values }: { values: readonly unknown[] }) {
  if (values.length === 0) return html`<span class="muted">${text.nothing}</span>`
  if (!values.some(isFields)) return html`<span class="break">${values.join(', ')}</span>`
  return html`<ul class="said-list">
    ${values.map((value, at) => html`<li key=${at}><${Value} value=${value} /></li>`)}
  </ul>`
}
