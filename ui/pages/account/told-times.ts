import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Field } from '../../parts/field.ts'
import { Toggle } from '../../parts/toggle.ts'
import type { Draft, Wrong } from './told-draft.ts'

const text = t.told
const ZONES = Intl.supportedValuesOf('timeZone')

interface Props {
  draft: Draft
  wrong: Wrong
  /** The zone of this browser. */
  here: string
  onChange: (part: Partial<Draft>) => void
}

/** Quiet hours, the daily message, and the zone that both go by. */
export function WhenNot({ draft, wrong, here, onChange }: Props) {
  const time = (name: 'from' | 'to' | 'digestAt', label: string) =>
    html`<${Field}
      label=${label}
      error=${wrong[name]}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          name=${name}
          type="time"
          value=${draft[name]}
          onInput=${(event: Event) => onChange({ [name]: (event.currentTarget as HTMLInputElement).value })}
        />`}
    />`
  // a zone that this browser does not know by that name stays
  const zones = [...new Set([here, draft.timezone, ...ZONES])]
  return html`<div class="told-times">
    <${Toggle}
      label=${text.quiet}
      hint=${text.quietHint}
      checked=${draft.quiet}
      onChange=${(quiet: boolean) => onChange({ quiet })}
    />
    ${
      draft.quiet &&
      html`<div class="field-row">${time('from', text.from)} ${time('to', text.to)}</div>
        <${CheckBox}
          label=${text.exceptCritical}
          checked=${draft.exceptCritical}
          onChange=${(exceptCritical: boolean) => onChange({ exceptCritical })}
        />`
    }
    <${Toggle}
      label=${text.digest}
      hint=${text.digestHint}
      checked=${draft.digest}
      onChange=${(digest: boolean) => onChange({ digest })}
    />
    ${draft.digest && html`<div class="field-row">${time('digestAt', text.digestAt)}</div>`}
    ${
      (draft.quiet || draft.digest) &&
      html`<${Field}
          label=${text.zone}
          hint=${text.zoneHint}
          error=${wrong.timezone}
          control=${(ties: object) =>
            html`<select
              ...${ties}
              name="timezone"
              onChange=${(event: Event) => onChange({ timezone: (event.currentTarget as HTMLSelectElement).value })}
            >
              ${zones.map(
                (zone) => html`<option key=${zone} value=${zone} selected=${zone === draft.timezone}>${zone}</option>`,
              )}
            </select>`}
        />
        ${
          draft.timezone !== here &&
          html`<p class="muted small">
            ${text.zoneOther(here)}
            <button type="button" class="link" onClick=${() => onChange({ timezone: here })}>${text.zoneUse}</button>
          </p>`
        }`
    }
  </div>`
}
