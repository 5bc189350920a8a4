import { html } from 'htm/preact'
import type { Alert } from '../../../contracts/alerts.ts'
import type { Incident } from '../../../contracts/incidents.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { SeverityMark } from '../../parts/severity.ts'
import { Time } from '../../parts/time.ts'
import { withQuery } from '../../router.ts'
import { whoIs } from '../../state/people-names.ts'
import { isAdmin } from '../../state/session.ts'
import { Actions } from './actions.ts'

const text = t.alerts

interface Props {
  alert: Alert
  /** That it belongs to, where it is known and still open. */
  incident: Incident | undefined
  onDone: () => void
}

/** One alert: what, since when, why, what it belongs to, and what can be done about it. */
export function AlertCard({ alert, incident, onDone }: Props) {
  const { id, title, severity, state, subject, raisedAt, reopened, repeats } = alert
  const label = `alert-${id}`
  return html`<li class="panel alert alert-${state}" aria-labelledby=${label} id=${id}>
    <div class="alert-head">
      <${SeverityMark} severity=${severity} />
      <h3 id=${label}><span class="unseen">${text.severity[severity]}: </span>${title}</h3>
      <span class="tag alert-state">${text.state[state]}</span>
    </div>
    <p class="muted alert-facts">
      <span>${text.severity[severity]}</span>
      ${
        subject.kind === 'service'
          ? html`<span
              ><a href="/board/${subject.id}">${subject.name}</a>${subject.group && ` · ${subject.group}`}</span
            >`
          : html`<span>${subject.name}</span>`
      }
      <span>${text.since} <${Time} at=${raisedAt} /></span>
      ${reopened > 0 && html`<span>${text.reopened(reopened)}</span>`}
      ${repeats > 0 && html`<span>${text.repeats(repeats)}</span>`}
    </p>
    <${WhatBecame} alert=${alert} />
    <${Why} alert=${alert} />
    ${incident && html`<${Belongs} alert=${alert} incident=${incident} />`}
    ${
      isAdmin() &&
      html`<footer class="alert-foot">
        ${state !== 'resolved' && html`<${Actions} alert=${alert} onDone=${onDone} />`}
        <a class="button button-quiet" href=${withQuery('/journal', { key: id })} aria-label=${text.storyNamed(title)}>
          ${text.story}
        </a>
      </footer>`
    }
  </li>`
}

function WhatBecame({ alert }: { alert: Alert }) {
  const { state, raisedAt, resolvedAt, resolvedBy, acknowledgedBy, snoozedUntil } = alert
  if (state === 'resolved' && resolvedAt) {
    const who = resolvedBy && resolvedBy !== 'system' ? text.resolvedBy(whoIs(resolvedBy)) : text.byItself
    return html`<p>
      ${capitalised(who)} <${Time} at=${resolvedAt} />, ${text.lasted(Date.parse(resolvedAt) - Date.parse(raisedAt))}
    </p>`
  }
  if (state === 'snoozed' && snoozedUntil) return html`<p>${text.snoozedUntil(Date.parse(snoozedUntil))}</p>`
  if (state === 'acknowledged' && acknowledgedBy) {
    return html`<p>${text.acknowledgedBy(whoIs(acknowledgedBy))}</p>`
  }
  return null
}

/** What was seen, each with the rules that found it; who runs no house sees no reasons. */
function Why({ alert: { title, rules, state } }: { alert: Alert }) {
  if (rules.length === 0) return null
  return html`<ul class="alert-rules" aria-label=${text.rules(title)}>
    ${[...Map.groupBy(rules, ({ reason }) => reason)].map(
      ([reason, found]) =>
        html`<li key=${reason}>
          ${reason && html`<span class="break block">${capitalised(reason)}</span>`}
          ${found.map(
            ({ id, name, since }) =>
              html`<span key=${id} class="muted small alert-rule">
                ${isAdmin() ? html`<a href="/alerts/rules/${id}">${name}</a>` : name}
                ${state !== 'resolved' && html`, ${text.ruleSince} <${Time} at=${since} />`}
              </span>`,
          )}
        </li>`,
    )}
  </ul>`
}

function Belongs({ alert, incident }: { alert: Alert; incident: Incident }) {
  const { root, affected } = incident
  const others = affected.length > 1
  return html`<p class="alert-incident">
    ${root && root.id !== alert.subject.id && html`<b>${text.because(root.name)}. </b>`}
    ${others && html`${text.affected(affected.length)}. `}
    <a href="/alerts/incidents/${incident.id}">${text.incident}: ${incident.title}</a>
  </p>`
}
