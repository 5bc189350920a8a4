import { html } from 'htm/preact'
import { byName } from '../../format/locale.ts'
import { t } from '../../messages.ts'
import { Field } from '../../parts/field.ts'
import { services } from '../../state/board.ts'
import { Picker } from '../services/dependencies.ts'
import type { Draft, Wrong } from './draft.ts'

const text = t.maintenance.form

interface Props {
  draft: Draft
  wrong: Wrong
  onChange: (change: Partial<Draft>) => void
}

/** All services, or those of some groups and some by name. */
export function Scope({ draft, wrong, onChange }: Props) {
  const all = services.value ?? []
  const groups = [...new Set(all.flatMap(({ group }) => group ?? []))].toSorted(byName)
  const named = all.map(({ id, name }) => ({ id, name })).toSorted((a, b) => byName(a.name, b.name))
  return html`<${Field}
      label=${text.scope}
      control=${(ties: object) =>
        html`<select
          ...${ties}
          name="scope"
          onChange=${(event: Event) =>
            onChange({ everything: (event.currentTarget as HTMLSelectElement).value === 'all' })}
        >
          <option value="some" selected=${!draft.everything}>${text.some}</option>
          <option value="all" selected=${draft.everything}>${text.all}</option>
        </select>`}
    />
    ${
      !draft.everything &&
      html`<fieldset class="field picker" tabindex="-1">
        <legend class="unseen">${text.some}</legend>
        ${
          groups.length > 0 &&
          html`<p class="picker-title">${text.groups}</p>
            <${Picker}
              chosen=${draft.groups}
              others=${groups.map((name) => ({ id: name, name }))}
              label=${text.groups}
              onChange=${(groups: readonly string[]) => onChange({ groups })}
            />`
        }
        <p class="picker-title">${text.services}</p>
        <${Picker}
          chosen=${draft.monitorIds}
          others=${named}
          label=${text.filter}
          onChange=${(monitorIds: readonly string[]) => onChange({ monitorIds })}
        />
        <div role="status">${wrong.scope && html`<p class="field-error">${wrong.scope}</p>`}</div>
      </fieldset>`
    }`
}
