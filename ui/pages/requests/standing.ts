import { html } from 'htm/preact'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import { t } from '../../messages.ts'
import { RequestProgress } from '../../parts/request-progress.ts'
import { now } from '../../state/clock.ts'

const text = t.requests

export const serviceName = (service: string): string => text.service[service.toLowerCase()] ?? service

/** What a request waits for, why it is late and what came of it, each a sentence with the words of whoever said so. */
export function Standing({ request }: { request: MediaRequest }) {
  const { waitingFor, late, reason, retries, status } = request
  return html`<${RequestProgress} request=${request} /> ${
      waitingFor &&
      html`<p class="standing standing-wait">
        <b>${text.waitsFor(serviceName(waitingFor.service), Date.parse(waitingFor.since), now.value)}.</b>
        ${waitingFor.reason && ` ${sentence(waitingFor.reason)}`} ${text.byItself}
      </p>`
    }
    ${
      late &&
      html`<p class="standing standing-late">
        <b>${text.lateSince(Date.parse(late.since), now.value)}: ${text.lateBecause[late.code]}.</b>
        ${late.message && html` <span class="break">${sentence(late.message)}</span>`}
      </p>`
    }
    ${reason && html`<p class="standing break">${status === 'declined' ? text.reason(reason) : sentence(reason)}</p>`}
    ${
      retries &&
      status === 'failed' &&
      html`<p class="muted small">
        ${retries.made > 0 ? text.retries(retries.made, retries.left) : retries.left > 0 && text.noRetries(retries.left)}
        ${retries.nextAt && ` ${text.retryAt(Date.parse(retries.nextAt))}`}
      </p>`
    }`
}

/** Words of somebody else end as they like; beside ours they end with a stop. */
const sentence = (words: string): string => (/[.!?…]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`)
