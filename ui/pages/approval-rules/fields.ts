import { html } from 'htm/preact'
import type { MediaKind } from '../../../contracts/media.ts'
import type { UserRecord } from '../../../contracts/people.ts'
import { api } from '../../api.ts'
import { byName } from '../../format/locale.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Field } from '../../parts/field.ts'
import { Toggle } from '../../parts/toggle.ts'
import { useAnswer } from '../../state/use-answer.ts'
import type { Draft, Wrong } from './draft.ts'

const text = t.approval.editor
const KINDS = ['movie', 'tv', 'music'] as const satisfies readonly MediaKind[]
type Texts = { [K in keyof Draft]: Draft[K] extends string ? K : never }[keyof Draft]

interface Props {
  draft: Draft
  wrong: Wrong
  onChange: (part: Partial<Draft>) => void
}

/** Everything that a rule can ask for. */
export function Fields({ draft, wrong, onChange }: Props) {
  const input = (name: Texts, label: string, more: { hint?: string; inputmode?: string; first?: boolean } = {}) =>
    html`<${Field}
      label=${label}
      hint=${more.hint}
      error=${wrong[name]}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          name=${name}
          inputmode=${more.inputmode ?? 'numeric'}
          autocomplete="off"
          maxlength="100"
          data-first=${more.first}
          value=${draft[name]}
          onInput=${(event: Event) => onChange({ [name]: (event.currentTarget as HTMLInputElement).value })}
        />`}
    />`
  const select = (name: 'is4k' | 'role', label: string, choices: Readonly<Record<string, string>>) =>
    html`<${Field}
      label=${label}
      control=${(ties: object) =>
        html`<select
          ...${ties}
          name=${name}
          onChange=${(event: Event) => onChange({ [name]: (event.currentTarget as HTMLSelectElement).value })}
        >
          ${Object.entries(choices).map(
            ([value, word]) =>
              html`<option key=${value} value=${value} selected=${draft[name] === value}>${word}</option>`,
          )}
        </select>`}
    />`
  const turn = <T extends string>(list: readonly T[], one: T, on: boolean): T[] =>
    on ? [...list, one] : list.filter((other) => other !== one)
  return html`${input('name', text.name, { hint: text.nameHint, inputmode: 'text', first: true })}
    <${Toggle}
      label=${text.enabled}
      hint=${text.enabledHint}
      checked=${draft.enabled}
      onChange=${(enabled: boolean) => onChange({ enabled })}
    />
    <p class="muted">${text.lead}</p>
    <h3>${text.what}</h3>
    <fieldset class="options options-line">
      <legend>${text.types}</legend>
      ${KINDS.map(
        (kind) =>
          html`<${CheckBox}
            key=${kind}
            label=${t.requests.filters.types[kind]}
            checked=${draft.mediaTypes.includes(kind)}
            onChange=${(on: boolean) => onChange({ mediaTypes: turn(draft.mediaTypes, kind, on) })}
          />`,
      )}
    </fieldset>
    <div class="field-row">${select('is4k', text.in4k, text.in4kChoices)} ${input('maxSeasons', text.maxSeasons)}</div>
    <h3>${text.title}</h3>
    <div class="field-row">${input('fromYear', text.fromYear)} ${input('toYear', text.toYear)}</div>
    ${input('genres', text.genres, { hint: text.genresHint, inputmode: 'text' })}
    ${input('notGenres', text.notGenres, { inputmode: 'text' })}
    <div class="field-row">
      ${input('minVote', text.minVote, { hint: text.minVoteHint, inputmode: 'decimal' })}
      ${input('maxRuntimeMinutes', text.maxRuntime)}
    </div>
    <h3>${text.who}</h3>
    ${select('role', text.role, text.roles)}
    <${People} chosen=${draft.userIds} onChange=${(userIds: string[]) => onChange({ userIds })} />
    ${input('maxPerWeek', text.maxPerWeek, { hint: text.maxPerWeekHint })}`
}

const MANY = 200

function People({ chosen, onChange }: { chosen: readonly string[]; onChange: (chosen: string[]) => void }) {
  const { answer } = useAnswer<UserRecord[]>(async () => (await api.listUsers({ limit: MANY })).items, [])
  const known = answer?.toSorted((a, b) => byName(a.username, b.username)) ?? []
  return html`<details class="more" open=${chosen.length > 0}>
    <summary>${text.people}${chosen.length > 0 && html` <span class="tag">${chosen.length}</span>`}</summary>
    <div class="options-scroll">
      ${answer?.length === 0 && html`<p class="muted">${text.nobody}</p>`}
      ${known.map(
        ({ id, username }) =>
          html`<${CheckBox}
            key=${id}
            label=${username}
            checked=${chosen.includes(id)}
            onChange=${(on: boolean) => onChange(on ? [...chosen, id] : chosen.filter((one) => one !== id))}
          />`,
      )}
    </div>
  </details>`
}
