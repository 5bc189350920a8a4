import { html } from 'htm/preact'
import type { RequestWithTimeline, StepDetail, TimelineStep } from '../../../contracts/media-requests.ts'
import { fileSize } from '../../format/number.ts'
import { dayClock } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { isOver } from '../../parts/stage-line.ts'
import { Time } from '../../parts/time.ts'
import { serviceName, Standing } from '../requests/standing.ts'
import { stagesOf, type StageSeen } from './stages.ts'

const text = t.request

/** The way of a request, stage by stage: when, who, how long after the one before, and what lies behind each. */
export function Timeline({ request }: { request: RequestWithTimeline }) {
  const stages = stagesOf(request)
  // what was never reached says nothing that the end does not say
  const shown = stages.filter(({ state }) => state !== 'never')
  return html`<section aria-labelledby="timeline-title" class="section">
    <h2 id="timeline-title">${text.timeline}</h2>
    <ol class="way">
      ${shown.map((seen) => html`<${One} key=${seen.stage} seen=${seen} request=${request} />`)}
      ${isOver(request) && html`<${End} request=${request} />`}
    </ol>
  </section>`
}

const MARK = { done: 'check', passed: 'check', now: 'activity', ahead: undefined, never: undefined } as const

function One({ seen, request }: { seen: StageSeen; request: RequestWithTimeline }) {
  const { stage, state, step, events } = seen
  const name = t.requests.stage[stage]
  const icon = MARK[state]
  const running = state === 'now' && !isOver(request)
  return html`<li class="way-stage way-${state}" aria-current=${running ? 'step' : undefined}>
    <span class="way-mark" aria-hidden="true">${icon && html`<${Icon} name=${icon} size=${16} />`}</span>
    <div class="way-words">
      <p class="way-head">
        <b>${name}</b>
        ${step && html`<${When} step=${step} />`}
        ${state === 'ahead' && html`<span class="unseen">${text.ahead}</span>`}
        ${state === 'passed' && html`<span class="muted small">${text.passed}</span>`}
        ${running && html`<span class="tag way-now-tag">${text.now}</span>`}
      </p>
      ${step && html`<${Said} step=${step} known=${seen.known} />`}
      ${running && html`<${Now} request=${request} stage=${stage} />`}
      ${events.length > 1 && html`<${Events} events=${events} name=${name} />`}
    </div>
  </li>`
}

const When = ({ step: { at, lagMs } }: { step: TimelineStep }) =>
  html`<${Time} at=${at}>${dayClock(Date.parse(at))}<//> ${
      lagMs !== null && html`<span class="muted small way-lag">${text.lag(lagMs)}</span>`
    }`

/** Who did it and what belongs to it, in one line; the release is a line of its own, where it is not the one before. */
function Said({ step: { by, detail, source }, known }: { step: TimelineStep; known?: StepDetail | undefined }) {
  const facts = [
    ...(by ? [text.byWhom(by)] : []),
    ...(detail.rule ? [text.byRule(detail.rule)] : []),
    ...(detail.service ? [text.to(serviceName(detail.service))] : []),
    ...(detail.seasons?.length ? [t.media.seasons(detail.seasons)] : []),
    ...(detail.season !== undefined && !detail.seasons?.length ? [t.media.season(detail.season)] : []),
    text.said(t.requests.source[source] ?? source),
  ]
  return html`<p class="muted small">${facts.join(' · ')}</p>
    <${Detail} detail=${known?.release && known.release === detail.release ? { ...detail, ...UNSAID } : detail} />`
}
const UNSAID = { release: undefined, indexer: undefined, client: undefined, quality: undefined, sizeBytes: undefined }

function Detail({ detail }: { detail: StepDetail }) {
  const { release, indexer, client, quality, sizeBytes, reason, code } = detail
  const words = text.detail
  const rows: [string, string][] = [
    ...(release ? ([[words.release, release]] as [string, string][]) : []),
    ...(indexer ? ([[words.indexer, indexer]] as [string, string][]) : []),
    ...(client ? ([[words.client, client]] as [string, string][]) : []),
    ...(quality ? ([[words.quality, quality]] as [string, string][]) : []),
    ...(sizeBytes ? ([[words.size, fileSize(sizeBytes)]] as [string, string][]) : []),
  ]
  const why = [...(code ? [t.requests.lateBecause[code]] : []), ...(reason ? [reason] : [])].join(': ')
  return html`${why && html`<p class="small break">${why}</p>`}
  ${
    rows.length > 0 &&
    html`<dl class="pairs way-detail small">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd class="break">${value}</dd>`,
      )}
    </dl>`
  }`
}

/** The stages that Radarr or Sonarr tell of; the second one, for 4K, is connected to Seerr alone. */
const AT_ARR: ReadonlySet<StageSeen['stage']> = new Set(['handed-on', 'grabbed', 'downloading', 'imported'])

/** What it waits for now; where nothing more is known, what comes next. */
function Now({ request, stage }: { request: RequestWithTimeline; stage: StageSeen['stage'] }) {
  const { waitingFor, late, progress, status, is4k } = request
  const silent = !waitingFor && !late && !progress && status !== 'failed'
  return html`<div class="way-standing">
    ${silent && html`<p class="muted">${is4k && AT_ARR.has(stage) ? text.now4k : text.nowWords[stage]}</p>`}
    <${Standing} request=${request} />
  </div>`
}

function Events({ events, name }: { events: readonly TimelineStep[]; name: string }) {
  return html`<details class="more way-events">
    <summary>
      <span aria-hidden="true">${text.events(events.length)}</span
      ><span class="unseen">${text.eventsOf(name, events.length)}</span>
    </summary>
    <ol>
      ${events.map(
        (step, at) =>
          html`<li key=${at}>
            <p><b>${t.requests.step[step.step]}</b> <${Time} at=${step.at}>${dayClock(Date.parse(step.at))}<//></p>
            <${Said} step=${step} />
          </li>`,
      )}
    </ol>
  </details>`
}

/** How it ended where it did not arrive, with why. */
function End({ request }: { request: RequestWithTimeline }) {
  const { timeline, status, reason } = request
  const last = timeline.findLast(({ step }) => step === status)
  return html`<li class="way-stage way-end">
    <span class="way-mark" aria-hidden="true"><${Icon} name="close" size=${16} /></span>
    <div class="way-words">
      <p class="way-head">
        <b>${t.requests.status[status]}</b>
        ${last && html`<${Time} at=${last.at}>${dayClock(Date.parse(last.at))}<//>`}
      </p>
      ${last?.by && html`<p class="muted small">${text.byWhom(last.by)}</p>`}
      ${reason && html`<p class="break">${t.requests.reason(reason)}</p>`}
    </div>
  </li>`
}
