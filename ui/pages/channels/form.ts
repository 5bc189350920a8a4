import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { SEVERITIES } from '../../../contracts/alert-kinds.ts'
import type { Channel } from '../../../contracts/channels.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { ChooseServices, toggled } from '../../parts/choose-services.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { Toggle } from '../../parts/toggle.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'
import {
  draftOf,
  inputOf,
  typedIn,
  wrongFrom,
  wrongIn,
  type Draft,
  type Kind,
  type Typed,
  type Wrong,
} from './draft.ts'
import { ChannelField } from './field.ts'

const text = t.channels.editor

interface Props {
  kind: Kind
  /** Undefined for a new one. */
  channel: Channel | undefined
  onSaved: () => void
  /** Told whether something is typed that is not saved. */
  onChanged: (changed: boolean) => void
  children?: unknown
}

/** A channel of one kind, with the fields that this kind needs. */
export function ChannelForm({ kind, channel, onSaved, onChanged, children }: Props) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(kind, channel))
  const [wrong, setWrong] = useState<Wrong>({})
  const form = useRef<HTMLFormElement>(null)
  const begun = useRef(JSON.stringify(draft))
  const stored = channel?.stored ?? []
  const changed = JSON.stringify(draft) !== begun.current
  useEffect(() => onChanged(changed), [changed])
  const change = (part: Partial<Draft>): void => {
    setDraft({ ...draft, ...part })
    setWrong({})
  }
  const object = (found: Wrong): boolean => {
    setWrong(found)
    if (Object.keys(found).length === 0) return false
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')?.focus())
    return true
  }
  const { busy, error, submit } = useSubmit(async () => {
    if (object(wrongIn(kind, draft, stored))) return
    const input = inputOf(kind, draft)
    try {
      if (channel) await api.updateChannel({ id: channel.id, ...input })
      else await api.addChannel(input)
    } catch (problem) {
      if (problem instanceof RequestFailed && object(wrongFrom(kind, problem))) return
      throw problem
    }
    say('ok', channel ? text.saved(input.name) : text.added(input.name))
    onSaved()
  })
  return html`<form class="dialog-form" ref=${form} onSubmit=${submit} novalidate>
    <div class="dialog-body">
      ${error !== undefined && html`<${Problem} error=${error} />`} ${children}
      ${kind.hint && html`<p class="muted">${kind.hint}</p>`}
      <${Field}
        label=${text.name}
        hint=${text.nameHint}
        error=${wrong['name']}
        control=${(ties: object) =>
          html`<input
            ...${ties}
            name="channel-name"
            data-first
            autocomplete="off"
            maxlength="80"
            value=${draft.name}
            onInput=${(event: Event) => change({ name: (event.currentTarget as HTMLInputElement).value })}
          />`}
      />
      ${kind.fields.map(
        (field) =>
          html`<${ChannelField}
            key=${field.name}
            field=${field}
            typed=${typedIn(draft, field.name)}
            stored=${stored.includes(field.name)}
            wrong=${wrong[`config.${field.name}`]}
            onType=${(typed: Typed) => change({ config: { ...draft.config, [field.name]: typed } })}
          />`,
      )}
      <${Selection} draft=${draft} onChange=${change} />
      <${Toggle}
        label=${text.enabled}
        hint=${text.enabledHint}
        checked=${draft.enabled}
        onChange=${(enabled: boolean) => change({ enabled })}
      />
    </div>
    <footer class="dialog-foot">
      <button type="submit" class="button button-primary" aria-disabled=${busy}>
        ${busy ? text.saving : text.save}
      </button>
    </footer>
  </form>`
}

function Selection({ draft, onChange }: { draft: Draft; onChange: (part: Partial<Draft>) => void }) {
  const { severities, groups, serviceIds } = draft
  const any = severities.length + groups.length + serviceIds.length > 0
  return html`<details class="more" open=${any}>
    <summary>${any ? text.which : text.whichAll}</summary>
    <fieldset class="options">
      <legend>${text.severities}</legend>
      ${SEVERITIES.toReversed().map(
        (one) =>
          html`<${CheckBox}
            key=${one}
            label=${t.alerts.severity[one]}
            checked=${severities.includes(one)}
            onChange=${(on: boolean) => onChange({ severities: toggled(severities, one, on) })}
          />`,
      )}
      <p class="field-hint">${text.severitiesHint}</p>
    </fieldset>
    <${ChooseServices} groups=${groups} serviceIds=${serviceIds} onChange=${onChange} />
  </details>`
}
