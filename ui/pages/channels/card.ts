import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Channel } from '../../../contracts/channels.ts'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { api } from '../../api.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { withQuery } from '../../router.ts'

const text = t.channels
type Tested = RouteAnswer<'testChannel'>

interface Props {
  channel: Channel
  /** Of its kind. */
  title: string
  onTested: () => void
  onRemove: () => void
}

/** A channel: what is sent there, how that went, and a test. */
export function ChannelCard({ channel, title, onTested, onRemove }: Props) {
  const { id, name, enabled, waiting, dead, lastSentAt, lastError } = channel
  const label = `channel-${id}`
  return html`<section class="panel channel ${enabled ? '' : 'channel-off'}" aria-labelledby=${label}>
    <header>
      <h2 id=${label} class="break"><a href="/alerts/channels/${id}">${name}</a></h2>
      <span class="tag">${title}</span>${!enabled && html` <span class="tag tag-bad">${text.off}</span>`}
    </header>
    <p>${selectionWords(channel)}</p>
    <p class="muted small">
      ${lastSentAt ? html`${capitalised(text.lastSent)} <${Time} at=${lastSentAt} />` : capitalised(text.neverSent)}
      ${waiting > 0 && html` · ${text.waiting(waiting)}`}
      ${
        dead > 0 &&
        html` · <a href=${withQuery('/alerts/deliveries', { channel: id, state: 'dead' })}>${text.dead(dead)}</a>`
      }
    </p>
    ${lastError && html`<p class="channel-error break"><b>${text.lastError}:</b> ${capitalised(lastError)}</p>`}
    <${Test} channel=${channel} onTested=${onTested} />
    <footer>
      <a class="button-icon" href="/alerts/channels/${id}" aria-label=${text.edit(name)}><${Icon} name="pencil" /></a>
      <a
        class="button-icon"
        href=${withQuery('/alerts/deliveries', { channel: id })}
        aria-label=${text.ledgerOf(name)}
        title=${text.ledger}
        ><${Icon} name="journal"
      /></a>
      <button type="button" class="button-icon" aria-label=${text.removeNamed(name)} onClick=${onRemove}>
        <${Icon} name="trash" />
      </button>
    </footer>
  </section>`
}

function selectionWords({ selection }: Channel): string {
  const { severities = [], groups = [], serviceIds = [], labels = {} } = selection ?? {}
  const where = t.rules.scope(groups, serviceIds.length)
  const named = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  const labelled = named.length > 0 ? text.labelled(named) : ''
  const words = [severities.map((one) => t.alerts.severity[one]).join(', '), where, labelled].filter(Boolean)
  return words.length > 0 ? text.some(words.join(', ')) : text.every
}

function Test({ channel: { id, name }, onTested }: { channel: Channel; onTested: () => void }) {
  const [tested, setTested] = useState<Tested>()
  const { busy, error, submit } = useSubmit(async () => {
    setTested(undefined)
    setTested(await api.testChannel({ id }))
    onTested()
  })
  return html`<div class="channel-test">
    <button
      type="button"
      class="button"
      aria-label=${text.testNamed(name)}
      aria-disabled=${busy}
      onClick=${() => void submit()}
    >
      <${Icon} name="send" />${busy ? `${text.testing}…` : text.test}
    </button>
    <div role="status">
      ${
        tested &&
        html`<div class="trial-result trial-${tested.ok ? 'online' : 'offline'}">
          <${StateMark} status=${tested.ok ? 'online' : 'offline'} />
          <div>
            <p>${tested.ok ? text.tested(name, tested.responseTimeMs) : text.notTested(name)}</p>
            ${tested.message && html`<p class="muted">${capitalised(tested.message)}</p>`}
          </div>
        </div>`
      }
      ${error !== undefined && html`<${Problem} error=${error} />`}
    </div>
  </div>`
}
