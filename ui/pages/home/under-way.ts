import { html } from 'htm/preact'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { useLeadOn } from '../../parts/use-lead-on.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { RequestCard } from '../requests/card.ts'

const text = t.home.underWay
const MANY = 4

/** What this person asked for and does not have yet, each with how far it is and what it waits for. */
export function UnderWay() {
  const { answer, error, reload } = useAnswer(
    // as text: only text and numbers go into an address
    () => api.listRequests({ filter: 'open', mine: 'true', limit: MANY }),
    ['requests.moved'],
  )
  // what waits for whoever decides stands above already
  const items = answer?.items.filter(({ can }) => !can.approve)
  const elsewhere = items?.length === 0 && answer?.items.length !== 0
  const leadOn = useLeadOn(answer?.items)
  const onDone = (): void => {
    leadOn()
    reload()
  }
  if (elsewhere) return null
  return html`<section class="section" aria-labelledby="under-way-title">
    <div class="section-head">
      <h2 id="under-way-title">${text.title}</h2>
      ${items && items.length > 0 && html`<a href="/requests">${text.all}</a>`}
    </div>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!answer && error === undefined && html`<${Bars} rows=${2} />`}
    ${answer?.items.length === 0 && html`<p class="muted">${text.none} <a href="/discover">${text.discover}</a></p>`}
    ${
      items &&
      items.length > 0 &&
      html`<ul class="requests">
        ${items.map((request) => html`<${RequestCard} key=${request.id} request=${request} onDone=${onDone} level=${3} />`)}
      </ul>`
    }
  </section>`
}
