import { html } from 'htm/preact'
import type { Webhook } from '../../../contracts/webhooks.ts'
import { t } from '../../messages.ts'
import { CopyButton } from '../../parts/copy-button.ts'
import { InstallWebhook } from '../../parts/install-webhook.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Time } from '../../parts/time.ts'
import { isConnected, type House } from './steps.ts'

const text = t.guide.steps.webhooks

/** One click for Seerr, an address to paste for Plex, and for both whether something arrived. */
export function WebhooksStep({ house, onDone }: { house: House; onDone: () => void }) {
  const seerr = house.webhooks.find(({ source }) => source === 'overseerr')
  const plex = house.webhooks.find(({ source }) => source === 'plex')
  return html`${
    seerr &&
    html`<section aria-labelledby="guide-seerr-hook">
      <h3 id="guide-seerr-hook">${t.webhooks.sources.overseerr.name}</h3>
      ${
        isConnected(house.services, 'overseerr')
          ? html`<p>${t.webhooks.install.how}</p>
              <${InstallWebhook}
                source="overseerr"
                name=${t.webhooks.sources.overseerr.name}
                primary=${true}
                onInstalled=${onDone}
              />`
          : html`<p>${text.needsSeerr}</p>`
      }
      <${Arrived} webhook=${seerr} />
    </section>`
  }
  ${
    plex &&
    html`<section aria-labelledby="guide-plex-hook">
      <h3 id="guide-plex-hook">
        ${t.webhooks.sources.plex.name} <span class="muted webhook-also">${t.webhooks.sources.plex.also}</span>
      </h3>
      <p>${t.webhooks.sources.plex.how}</p>
      <div class="webhook-address">
        <input
          class="mono"
          readonly
          value=${plex.url}
          aria-label=${t.webhooks.address(t.webhooks.sources.plex.name)}
          onFocus=${(event: Event) => (event.currentTarget as HTMLInputElement).select()}
        />
        <${CopyButton} text=${plex.url} label=${t.webhooks.copy(t.webhooks.sources.plex.name)} />
      </div>
      <${Arrived} webhook=${plex} />
    </section>`
  }`
}

function Arrived({ webhook: { lastReceivedAt } }: { webhook: Webhook }) {
  return html`<p class="state-line arrived" role="status">
    <${StateMark} status=${lastReceivedAt ? 'online' : 'unknown'} />
    ${lastReceivedAt ? html`<span>${text.arrived} <${Time} at=${lastReceivedAt} /></span>` : text.waiting}
  </p>`
}
