import { html } from 'htm/preact'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { useLeadOn } from '../../parts/use-lead-on.ts'
import { withQuery } from '../../router.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { RequestCard } from '../requests/card.ts'

const text = t.home.waiting
const MANY = 3

/** For whoever decides: the requests that wait, to be decided right here; nothing while none does. */
export function Waiting() {
  const { answer, reload } = useAnswer(() => api.listRequests({ filter: 'pending', limit: MANY }), ['requests.moved'])
  const leadOn = useLeadOn(answer?.items)
  if (!answer?.items.length) return null
  const onDone = (): void => {
    leadOn()
    reload()
  }
  return html`<section class="section" aria-labelledby="waiting-title">
    <div class="section-head">
      <h2 id="waiting-title">${text.title}</h2>
      ${
        answer.pending > MANY &&
        html`<a href=${withQuery('/requests', { filter: 'pending' })}>${text.all(answer.pending)}</a>`
      }
    </div>
    <ul class="requests">
      ${answer.items.map((request) => html`<${RequestCard} key=${request.id} request=${request} onDone=${onDone} level=${3} />`)}
    </ul>
  </section>`
}
