import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { place } from '../router.ts'

const text = t.settings.tabs

const TABS = [
  ['/settings', text.settings],
  ['/connections', text.connections],
  ['/backups', text.backups],
  ['/settings/history', text.history],
  ['/audit', text.audit],
  ['/guide', text.guide],
] as const

/** From one page of the house's settings to the next. */
export function SettingsTabs() {
  const { path } = place.value
  const current = TABS.filter(([to]) => path === to || path.startsWith(`${to}/`)).at(-1)
  return html`<nav class="tabs tabs-many" aria-label=${text.label}>
    ${TABS.map(
      (tab) => html`<a key=${tab[0]} href=${tab[0]} aria-current=${tab === current ? 'page' : undefined}>${tab[1]}</a>`,
    )}
  </nav>`
}
