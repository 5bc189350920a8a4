import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { StatusPage } from '../../contracts/status-page.ts'
import { api } from '../api.ts'
import { byName } from '../format/locale.ts'
import { t } from '../messages.ts'
import { CheckBox } from '../parts/check-box.ts'
import { Field } from '../parts/field.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { ServicesTabs } from '../parts/services-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { Toggle } from '../parts/toggle.ts'
import { useSubmit } from '../parts/use-submit.ts'
import { services } from '../state/board.ts'
import { say } from '../state/notices.ts'
import { carryOut } from '../state/outcomes.ts'
import { useAnswer } from '../state/use-answer.ts'
import { Badges } from './status-page/badges.ts'

const text = t.statusPage

/** Decides what people without an account may see. */
export function StatusPageSettings() {
  const { answer, error, reload, put } = useAnswer(() => api.statusPage(), ['status.page-set'])
  return html`<${PageHead} title=${t.titles.statusPage} lead=${html`<p>${text.lead}</p>`}>
      ${
        answer?.enabled
          ? html`<a class="button" href="/status" target="_blank" rel="noopener"
              ><${Icon} name="out" />${text.preview}</a
            >`
          : answer && html`<p class="muted small">${text.previewOff}</p>`
      }
    <//>
    <${ServicesTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!answer && error === undefined && html`<${Bars} />`}
    ${answer && html`<${Form} page=${answer} onSaved=${(saved: StatusPage) => put(() => saved)} />`}
    ${answer && html`<${Badges} page=${answer} />`}`
}

function Form({ page, onSaved }: { page: StatusPage; onSaved: (saved: StatusPage) => void }) {
  const [draft, setDraft] = useState(page)
  const [untitled, setUntitled] = useState(false)
  const change = (part: Partial<StatusPage>): void => setDraft({ ...draft, ...part })
  const { busy, error, submit } = useSubmit(async () => {
    const { enabled, title, description, groups, responseTimes } = draft
    setUntitled(!title.trim())
    if (!title.trim()) return
    const before = page.enabled
    const saved = await carryOut(
      api.setStatusPage({
        enabled,
        title: title.trim(),
        description: description?.trim() || null,
        groups,
        responseTimes,
      }),
    )
    say('ok', saved.enabled === before ? text.saved : saved.enabled ? text.savedOn : text.savedOff)
    setDraft(saved)
    onSaved(saved)
  })
  const valueOf = (event: Event): string => (event.currentTarget as HTMLInputElement).value
  return html`<form class="form panel status-page-form" onSubmit=${submit} novalidate>
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <${Toggle}
      label=${text.enabled}
      hint=${text.enabledHint}
      checked=${draft.enabled}
      onChange=${(enabled: boolean) => change({ enabled })}
    />
    <${Field}
      label=${text.title}
      error=${untitled ? text.titleMissing : undefined}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          name="title"
          maxlength="80"
          autocomplete="off"
          value=${draft.title}
          onInput=${(event: Event) => change({ title: valueOf(event) })}
        />`}
    />
    <${Field}
      label=${text.description}
      hint=${text.descriptionHint}
      control=${(ties: object) =>
        html`<textarea
          ...${ties}
          name="description"
          maxlength="1000"
          value=${draft.description ?? ''}
          onInput=${(event: Event) => change({ description: valueOf(event) })}
        ></textarea>`}
    />
    <${Groups} chosen=${draft.groups} onChange=${(groups: string[]) => change({ groups })} />
    <${CheckBox}
      label=${text.responseTimes}
      checked=${draft.responseTimes}
      onChange=${(responseTimes: boolean) => change({ responseTimes })}
    />
    <div class="inline-foot">
      <button type="submit" class="button button-primary" aria-disabled=${busy}>
        ${busy ? text.saving : text.save}
      </button>
    </div>
  </form>`
}

/** The groups of the board, and those that were chosen once and are empty now. */
function Groups({ chosen, onChange }: { chosen: readonly string[]; onChange: (groups: string[]) => void }) {
  const there = new Set((services.value ?? []).map(({ group }) => group ?? ''))
  const all = [...new Set([...there, ...chosen])].toSorted(
    (a, b) => Number(a === '') - Number(b === '') || byName(a, b),
  )
  const toggle = (group: string, on: boolean): void =>
    onChange(on ? [...chosen, group] : chosen.filter((each) => each !== group))
  return html`<fieldset class="field picker">
    <legend>${text.groups}</legend>
    ${all.length === 0 && html`<p class="muted">${text.noGroups}</p>`}
    ${all.map(
      (group) =>
        html`<${CheckBox}
          key=${group}
          label=${group || text.ungrouped}
          checked=${chosen.includes(group)}
          onChange=${(on: boolean) => toggle(group, on)}
        />`,
    )}
    <p class="field-hint">${text.groupsHint}</p>
    <div role="status">${chosen.length === 0 && html`<p class="muted">${text.noneChosen}</p>`}</div>
  </fieldset>`
}
