import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Scope } from '../../../contracts/scopes.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { ShownOnce } from '../../parts/shown-once.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { isAdmin } from '../../state/session.ts'
import { areasFor } from './scopes.ts'

const text = t.account.keys
const EXPIRIES = ['30', '90', '365', 'never'] as const
type Expiry = (typeof EXPIRIES)[number]

interface Props {
  onMade: () => void
  onClose: () => void
}

/** Makes a key, and shows its value the one time that it can be seen. */
export function MakeKey({ onMade, onClose }: Props) {
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set())
  const [expiry, setExpiry] = useState<Expiry>('365')
  const [tried, setTried] = useState(false)
  const [value, setValue] = useState<string>()
  const input = useRef<HTMLInputElement>(null)
  const { busy, error, submit } = useSubmit(async () => {
    setTried(true)
    if (!name.trim()) return input.current?.focus()
    if (scopes.size === 0) return
    const expiresInDays = expiry === 'never' ? null : Number(expiry)
    setValue((await api.makeApiKey({ name: name.trim(), scopes: [...scopes], expiresInDays })).value)
    onMade()
  })
  const tick = (scope: Scope, on: boolean): void => {
    const next = new Set(scopes)
    if (on) next.add(scope)
    else next.delete(scope)
    setScopes(next)
  }
  if (value !== undefined) return html`<${Made} value=${value} onClose=${onClose} />`
  return html`<${Dialog} title=${text.makeTitle} form="sheet" onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${Field}
          label=${text.name}
          hint=${text.nameHint}
          error=${tried && !name.trim() ? text.nameMissing : undefined}
          control=${(ties: object) =>
            html`<input
              ...${ties}
              ref=${input}
              data-first
              name="key-name"
              autocomplete="off"
              maxlength="80"
              value=${name}
              onInput=${(event: Event) => setName((event.currentTarget as HTMLInputElement).value)}
            />`}
        />
        <${Scopes} scopes=${scopes} onTick=${tick} missing=${tried && scopes.size === 0} />
        <${Field}
          label=${text.expiry}
          control=${(ties: object) =>
            html`<select
              ...${ties}
              onChange=${(event: Event) => setExpiry((event.currentTarget as HTMLSelectElement).value as Expiry)}
            >
              ${EXPIRIES.map(
                (days) =>
                  html`<option key=${days} value=${days} selected=${days === expiry}>${text.days[days]}</option>`,
              )}
            </select>`}
        />
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

interface ScopesProps {
  scopes: ReadonlySet<Scope>
  onTick: (scope: Scope, on: boolean) => void
  missing: boolean
}

function Scopes({ scopes, onTick, missing }: ScopesProps) {
  return html`<fieldset class="scopes">
    <legend>${text.scopes}</legend>
    ${areasFor(isAdmin()).map(
      (area) =>
        html`<div class="scope" key=${area} role="group" aria-label=${text.area(area)}>
          <span>${text.area(area)}</span>
          ${(['read', 'write'] as const).map((verb) => {
            const scope: Scope = `${area}:${verb}`
            return html`<${CheckBox}
              key=${verb}
              label=${text[verb]}
              checked=${scopes.has(scope)}
              onChange=${(on: boolean) => onTick(scope, on)}
            />`
          })}
        </div>`,
    )}
    <div role="status">${missing && html`<p class="field-error">${text.scopesMissing}</p>`}</div>
  </fieldset>`
}

const Made = ({ value, onClose }: { value: string; onClose: () => void }) =>
  html`<${Dialog} key="made" title=${text.made} firm=${true} onClose=${onClose}>
    <div class="dialog-body">
      <p>${text.madeText}</p>
      <${ShownOnce} label=${text.value} value=${value} copy=${text.copy} />
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button button-primary" onClick=${onClose}>${text.done}</button>
    </footer>
  <//>`
