import { html } from 'htm/preact'
import { milliseconds } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { StateMark } from '../../parts/state-mark.ts'
import type { Shown } from '../public-status.ts'
import { barsOf, type Day, levelOf } from './days.ts'

const text = t.publicStatus

type Group = Shown['groups'][number]
type Service = Group['services'][number]

/** A group with its services, each with a bar for every one of the last 90 days. */
export function PublicGroup({ group }: { group: Group }) {
  const name = group.name || text.ungrouped
  return html`<section class="panel public-group" aria-label=${name}>
    <h2><${StateMark} status=${group.status} />${name} <span class="group-state">${text.state[group.status]}</span></h2>
    <ul>
      ${group.services.map((service) => html`<li key=${service.name}><${PublicService} service=${service} /></li>`)}
    </ul>
  </section>`
}

function PublicService({ service }: { service: Service }) {
  const { name, status, uptimePercentage, responseTimeMs, days } = service
  return html`<div class="public-service">
      <h3>${name}</h3>
      <span class="state-line">
        <${StateMark} status=${status} /><span class="word-${status}">${text.state[status]}</span>
      </span>
    </div>
    <${Bars} name=${name} days=${days} />
    <p class="public-figures muted small">
      <span>${text.oldest}</span>
      <span>
        ${uptimePercentage === null ? text.noUptime : text.uptime(uptimePercentage)}
        ${responseTimeMs !== null && html` · ${milliseconds(responseTimeMs)}`}
      </span>
      <span>${text.newest}</span>
    </p>
    <${BadDays} days=${days} />`
}

const knownOf = (days: readonly Day[]): Day[] => days.filter(({ uptimePercentage }) => uptimePercentage !== null)
const badOf = (days: readonly Day[]): Day[] => knownOf(days).filter(({ uptimePercentage }) => uptimePercentage !== 100)

/** Bars for the eye, a sentence for the ear. */
function Bars({ name, days }: { name: string; days: readonly Day[] }) {
  return html`<div class="day-bars" role="img" aria-label=${text.days(name, badOf(days).length, knownOf(days).length)}>
    ${barsOf(days).map(
      (day, place) =>
        html`<span
          key=${place}
          class="day-bar day-${levelOf(day?.uptimePercentage ?? null)}"
          title=${day ? text.day(day.day, day.uptimePercentage) : undefined}
        ></span>`,
    )}
  </div>`
}

/** The days that were not good as a list, the latest first. */
function BadDays({ days }: { days: readonly Day[] }) {
  const bad = badOf(days)
  if (bad.length === 0) return null
  return html`<details class="more public-days">
    <summary>${text.table}</summary>
    <ul>
      ${bad.toReversed().map(({ day, uptimePercentage }) => html`<li key=${day}>${text.day(day, uptimePercentage)}</li>`)}
    </ul>
  </details>`
}
