import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Field } from '../../parts/field.ts'
import type { Draft, How, Wrong } from './draft.ts'

const text = t.maintenance.form
const HOW: readonly How[] = ['once', 'weekly', 'cron']
/** Weeks begin on Monday in the form, on Sunday for cron. */
const WEEK = [1, 2, 3, 4, 5, 6, 0]

interface Props {
  draft: Draft
  wrong: Wrong
  onChange: (change: Partial<Draft>) => void
}

/** Once, on some days of every week, or as a cron expression. */
export function When({ draft, wrong, onChange }: Props) {
  const input = (
    name: 'startsAt' | 'endsAt' | 'time' | 'minutes' | 'cron',
    label: string,
    more: object,
    hint?: string,
  ) =>
    html`<${Field}
      key=${name}
      label=${label}
      hint=${hint}
      error=${wrong[name]}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          ...${more}
          name=${name}
          value=${draft[name]}
          onInput=${(event: Event) => onChange({ [name]: (event.currentTarget as HTMLInputElement).value })}
        />`}
    />`
  const minutes = input('minutes', text.lasts, { inputmode: 'numeric', autocomplete: 'off' })
  const zone = html`<p class="muted small">${text.zone(draft.timezone)}</p>`
  return html`<${Field}
      label=${text.how}
      control=${(ties: object) =>
        html`<select
          ...${ties}
          name="how"
          onChange=${(event: Event) => onChange({ how: (event.currentTarget as HTMLSelectElement).value as How })}
        >
          ${HOW.map((how) => html`<option key=${how} value=${how} selected=${how === draft.how}>${text[how]}</option>`)}
        </select>`}
    />
    ${
      draft.how === 'once' &&
      html`<div class="fields-row">
        ${input('startsAt', text.starts, { type: 'datetime-local' })}
        ${input('endsAt', text.ends, { type: 'datetime-local' })}
      </div>`
    }
    ${
      draft.how === 'weekly' &&
      html`<${Days} days=${draft.days} error=${wrong.days} onChange=${(days: number[]) => onChange({ days })} />
        <div class="fields-row">${input('time', text.time, { type: 'time' })} ${minutes}</div>
        ${zone}`
    }
    ${
      draft.how === 'cron' &&
      html`${input('cron', text.cronField, { class: 'mono', spellcheck: false, autocomplete: 'off' }, text.cronHint)}
      ${minutes} ${zone}`
    }`
}

interface DaysProps {
  days: readonly number[]
  error: string | undefined
  onChange: (days: number[]) => void
}

const Days = ({ days, error, onChange }: DaysProps) =>
  html`<fieldset class="field picker" tabindex=${error ? -1 : undefined}>
    <legend>${text.days}</legend>
    <div class="days">
      ${WEEK.map(
        (day) =>
          html`<${CheckBox}
            key=${day}
            label=${t.maintenance.days[day]}
            checked=${days.includes(day)}
            onChange=${(on: boolean) => onChange(on ? [...days, day] : days.filter((each) => each !== day))}
          />`,
      )}
    </div>
    <div role="status">${error && html`<p class="field-error">${error}</p>`}</div>
  </fieldset>`
