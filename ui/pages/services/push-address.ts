import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { ShownOnce } from '../../parts/shown-once.ts'

const text = t.services.push

/** Where a service that calls us has to call, and how, ready to be copied. */
export function PushAddress({ path }: { path: string }) {
  const address = new URL(path, location.origin).href
  return html`<div class="push-address">
    <p>${text.text}</p>
    <${ShownOnce} label=${text.address} value=${address} copy=${text.copy} />
    <h3>${text.example}</h3>
    <${ShownOnce} label=${text.example} value=${`curl -fsS -m 10 "${address}"`} copy=${text.copyExample} />
    <p class="muted small">${text.more}</p>
  </div>`
}
