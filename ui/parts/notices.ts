import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { dismiss, notices } from '../state/notices.ts'
import { Icon } from './icon.ts'

const ICON = { ok: 'check', bad: 'warning', wait: 'activity' } as const

/** What the page has to say about work, where a screen reader hears it. */
export function Notices() {
  return html`<div class="notices" role="status" aria-label=${t.notices.region} aria-live="polite">
    ${notices.value.map(
      ({ id, tone, text, more }) =>
        html`<div key=${id} class="notice notice-${tone}">
          <${Icon} name=${ICON[tone]} />
          <div class="notice-text">
            <p>${text}</p>
            ${more && html`<p class="muted small">${more}</p>`}
          </div>
          <button type="button" class="button-icon" aria-label=${t.notices.dismiss} onClick=${() => dismiss(id)}>
            <${Icon} name="close" size=${16} />
          </button>
        </div>`,
    )}
  </div>`
}
