import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { SEVERITIES } from '../../../contracts/alert-kinds.ts'
import type { NoticePreferences } from '../../../contracts/notices.ts'
import { api } from '../../api.ts'
import { RequestFailed } from '../../failure.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { toggled } from '../../parts/choose-services.ts'
import { Field } from '../../parts/field.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Toggle } from '../../parts/toggle.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { say } from '../../state/notices.ts'
import { isAdmin } from '../../state/session.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { draftOf, inputOf, wrongFrom, wrongIn, type Draft, type Wrong } from './told-draft.ts'
import { WhenNot } from './told-times.ts'
import { PushBrowser } from './push-browser.ts'

const text = t.told
const here = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Of which alerts I am told, where, and when not. */
export function Told() {
  const { answer: mine, error, reload, put } = useAnswer(() => api.noticePreferences(), ['alerts.channel-changed'])
  const title = useRef<HTMLHeadingElement>(null)
  // whoever came from the bell is led here
  useEffect(() => {
    if (mine && location.hash === '#told') title.current?.focus()
  }, [mine !== undefined])
  return html`<section class="panel account-part account-wide" id="told" aria-label=${text.title}>
    <h2 ref=${title} tabindex="-1">${text.title}</h2>
    <p class="muted">${text.lead}</p>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!mine && error === undefined && html`<${Bars} rows=${3} />`}
    ${mine && html`<${Form} mine=${mine} onSaved=${(saved: NoticePreferences) => put(() => saved)} />`}
    <${PushBrowser}
      browsers=${mine?.pushBrowsers}
      onChanged=${(pushBrowsers: number) => put((held) => held && { ...held, pushBrowsers })}
    />
  </section>`
}

function Form({ mine, onSaved }: { mine: NoticePreferences; onSaved: (saved: NoticePreferences) => void }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf(mine, here))
  const [wrong, setWrong] = useState<Wrong>({})
  const form = useRef<HTMLFormElement>(null)
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
    if (object(wrongIn(draft))) return
    try {
      onSaved(await api.setNoticePreferences(inputOf(draft)))
      say('ok', text.saved)
    } catch (problem) {
      if (!(problem instanceof RequestFailed && object(wrongFrom(problem.issues)))) throw problem
    }
  })
  return html`<form class="form told-form" ref=${form} onSubmit=${submit} novalidate>
    ${error !== undefined && html`<${Problem} error=${error} />`}
    <fieldset class="options options-row">
      <legend>${text.severities}</legend>
      ${SEVERITIES.toReversed().map(
        (one) =>
          html`<${CheckBox}
            key=${one}
            label=${t.alerts.severity[one]}
            checked=${draft.severities.includes(one)}
            onChange=${(on: boolean) => change({ severities: toggled(draft.severities, one, on) })}
          />`,
      )}
      ${draft.severities.length === 0 && html`<p class="field-hint">${text.severitiesNone}</p>`}
    </fieldset>
    <${Toggle}
      label=${text.requests}
      hint=${isAdmin() ? text.requestsHintAdmin : text.requestsHint}
      checked=${draft.requests}
      onChange=${(requests: boolean) => change({ requests })}
    />
    <fieldset class="options">
      <legend>${text.ways}</legend>
      <${Toggle}
        label=${text.page}
        hint=${text.pageHint}
        checked=${draft.page}
        onChange=${(page: boolean) => change({ page })}
      />
      <${Toggle}
        label=${text.push}
        hint=${text.pushHint(mine.pushBrowsers)}
        checked=${draft.push}
        onChange=${(push: boolean) => change({ push })}
      />
      <${Toggle}
        label=${text.email}
        hint=${mine.emailPossible ? text.emailHint : text.emailImpossible}
        checked=${draft.email}
        onChange=${(email: boolean) => change({ email })}
      />
    </fieldset>
    <${Field}
      label=${text.emailAddress}
      error=${wrong.emailAddress}
      control=${(ties: object) =>
        html`<input
          ...${ties}
          name="email-address"
          type="email"
          autocomplete="email"
          maxlength="254"
          value=${draft.emailAddress}
          onInput=${(event: Event) => change({ emailAddress: (event.currentTarget as HTMLInputElement).value })}
        />`}
    />
    <${WhenNot} draft=${draft} wrong=${wrong} here=${here} onChange=${change} />
    <div class="part-foot">
      <button type="submit" class="button button-primary" aria-disabled=${busy}>
        ${busy ? text.saving : text.save}
      </button>
    </div>
  </form>`
}
