import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { place } from '../../router.ts'

const text = t.library.tabs
const TABS = [
  ['/library', text.libraries],
  ['/library/collections', text.collections],
] as const

/** From the libraries to the collections in them. */
export function LibraryTabs() {
  const { path } = place.value
  return html`<nav class="tabs" aria-label=${text.label}>
    ${TABS.map(
      ([to, title]) => html`<a key=${to} href=${to} aria-current=${path === to ? 'page' : undefined}>${title}</a>`,
    )}
  </nav>`
}
