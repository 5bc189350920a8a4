import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import type { Step } from '../../../contracts/history.ts'
import type { RouteAnswer } from '../../../contracts/http.ts'
import type { ServiceState } from '../../../contracts/status.ts'
import { api } from '../../api.ts'
import { actorName, capitalised } from '../../format/actor.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { go, place } from '../../router.ts'
import { isAdmin } from '../../state/session.ts'

const text = t.service.why

type Explained = RouteAnswer<'explainService'>

/** What led to the state, step by step: of now, or of the time that the address names. */
export function Why({ id, status }: { id: string; status: ServiceState }) {
  const at = place.value.query.get('at') ?? undefined
  const [explained, setExplained] = useState<Explained>()
  const [error, setError] = useState<unknown>()
  const load = (): void => {
    setError(undefined)
    api.explainService(at ? { service: id, at } : { service: id }).then(setExplained, setError)
  }
  useEffect(load, [id, at, status])
  const time = at ? Date.parse(at) : Number.NaN
  return html`<section class="panel why" aria-labelledby="why-title" id="why" tabindex="-1">
    <header class="why-head">
      <h2 id="why-title">${Number.isNaN(time) ? text.now : text.atTime(time)}</h2>
      ${
        at &&
        html`<button type="button" class="button" onClick=${() => go(place.value.path, { replace: true })}>
          ${text.toNow}
        </button>`
      }
    </header>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${load} />`}
    ${!explained && error === undefined && html`<${Bars} rows=${3} />`}
    ${explained && html`<${Steps} ...${explained} id=${id} />`}
  </section>`
}

function Steps({ status, becauseOf, steps, id }: Explained & { id: string }) {
  return html`<p class="why-conclusion">${text.conclusion(status, becauseOf?.name)}</p>
    ${
      steps.length === 0
        ? html`<p class="muted">${text.none}</p>`
        : html`<ol class="reasons">
            ${steps.map((step, place) => html`<${OneStep} key=${`${step.at} ${place}`} step=${step} id=${id} />`)}
          </ol>`
    }`
}

/** `id` is that of the service that is explained; checks of another one name it. */
function OneStep({ step, id }: { step: Step; id: string }) {
  const sentence = capitalised(text.step(step, id))
  const { at, kind, entryId, status, error, actor, data, serviceId, name } = step
  const leftOut = typeof data['leftOut'] === 'number' ? data['leftOut'] : 0
  return html`${
      leftOut > 0 &&
      html`<li class="reason">
        <span class="reason-dot"></span>
        <p class="muted">${text.leftOut(leftOut, serviceId === id ? null : name)}</p>
      </li>`
    }
    <li class="reason">
      ${status ? html`<${StateMark} status=${status} />` : html`<span class="reason-dot"></span>`}
      <div>
        <p>
          ${
            entryId && isAdmin()
              ? html`<a href="/journal/${entryId}" aria-label=${text.entry(sentence)}>${sentence}</a>`
              : sentence
          }
          ${actor && kind !== 'transition' && html` <span class="muted">${text.by(actorName(actor))}</span>`}
        </p>
        ${error && html`<p class="muted reason-error">${capitalised(error)}</p>`}
      </div>
      <span class="muted reason-when">
        <span class="tag">${text.kinds[kind]}</span>
        <${Time} at=${at}>${dayClock(Date.parse(at))}<//>
      </span>
    </li>`
}
