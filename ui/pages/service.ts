import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { RouteAnswer } from '../../contracts/http.ts'
import { api } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { StateMark } from '../parts/state-mark.ts'
import { Time } from '../parts/time.ts'
import { capitalised } from '../format/actor.ts'
import { place, withQuery } from '../router.ts'
import { overdueFor, portalNow, serviceOf, stateNow } from '../state/board.ts'
import { isAdmin } from '../state/session.ts'
import { useAnswer } from '../state/use-answer.ts'
import { useCalmReload } from '../state/use-calm-reload.ts'
import { Changes } from './service/changes.ts'
import { Glance } from './service/glance.ts'
import { History } from './service/history.ts'
import { Needs } from './service/needs.ts'
import { Uptimes } from './service/uptimes.ts'
import { Why } from './service/why.ts'

const text = t.service

export type Whole = RouteAnswer<'getService'>

const CHANGED_BY = [
  'status.changed',
  'status.cause-changed',
  'status.monitor-updated',
  'status.maintenance-began',
  'status.maintenance-ended',
] as const

/** The service that the address names, by its id or its name. */
export function ServicePage() {
  const asked = decodeURIComponent(/^\/services\/([^/]+)$/.exec(place.value.path)?.[1] ?? '')
  return html`<${OneService} key=${asked} asked=${asked} />`
}

function OneService({ asked }: { asked: string }) {
  const { answer, error, reload } = useAnswer(() => api.getService({ service: asked }), [])
  useCalmReload(reload, CHANGED_BY)
  useEffect(() => {
    // from one service to the next the frame sees the same page
    if (document.activeElement === document.body) focusTitle()
  }, [])
  if (error instanceof RequestFailed && error.code === 'NOT_FOUND') {
    return html`<${PageHead} title=${t.titles.service} />
      <${Empty} icon="inbox" title=${text.notThere.title} text=${text.notThere.text}>
        <a class="button" href="/">${text.notThere.back}</a>
      <//>`
  }
  if (!answer) {
    return html`<${PageHead} title=${t.titles.service} />
      ${error === undefined ? html`<${Bars} kind="card" rows=${3} />` : html`<${Problem} error=${error} onRetry=${reload} />`}`
  }
  return html`<${Story} whole=${answer} />`
}

/** The tile on the board is newer than the answer, and follows every check. */
function Story({ whole }: { whole: Whole }) {
  const service = serviceOf(whole.service.id) ?? whole.service
  const { id, name, error, becauseOf, since } = service
  const status = stateNow(service)
  const overdue = overdueFor(service)
  return html`<a class="back-link" href="/"><${Icon} name="back" size=${16} />${text.back}</a>
    <${PageHead}
      title=${name}
      lead=${html`<p class="service-state" role="status">
        <${StateMark} status=${status} />
        <b class="word-${status}">${overdue === undefined ? t.board.state[status] : t.board.lastChecked(overdue)}</b>
        ${
          becauseOf && html`<span>${t.board.becauseOf} <a href="/services/${becauseOf.id}">${becauseOf.name}</a></span>`
        }
        ${since && overdue === undefined && html`<${Time} at=${since}>${text.since(portalNow.value - Date.parse(since))}<//>`}
      </p>`}
    >
      ${
        isAdmin() &&
        html`<a class="button" href=${withQuery('/journal', { key: id })}>${text.journal}</a>
          <a class="button" href="/services/${id}/edit"><${Icon} name="pencil" />${text.edit}</a>`
      }
    <//>
    ${error && status !== 'online' && html`<p class="details-error service-error">${capitalised(error)}</p>`}
    <div class="service-page">
      <div class="service-main">
        <${Why} id=${id} status=${service.status} />
        <${History} id=${id} />
        <${Changes} id=${id} />
      </div>
      <div class="service-side">
        <${Uptimes} uptime=${whole.uptime} />
        <${Glance} service=${service} certificateEndsAt=${whole.certificateEndsAt} />
        <${Needs} whole=${whole} />
      </div>
    </div>`
}
