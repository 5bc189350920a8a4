import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { place } from '../router.ts'

const text = t.services.tabs

const TABS = [
  ['/services', text.services],
  ['/maintenance', text.maintenance],
  ['/status-page', text.page],
] as const

/** From what is watched to its maintenance and to the page that strangers see. */
export function ServicesTabs() {
  const { path } = place.value
  return html`<nav class="tabs" aria-label=${text.label}>
    ${TABS.map(
      ([to, title]) =>
        html`<a key=${to} href=${to} aria-current=${path === to || path.startsWith(`${to}/`) ? 'page' : undefined}>
          ${title}
        </a>`,
    )}
  </nav>`
}
