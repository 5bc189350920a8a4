import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { place } from '../../router.ts'
import { isAdmin } from '../../state/session.ts'

const TABS = [
  ['/alerts', t.titles.alerts],
  ['/alerts/incidents', t.titles.incidents],
  ['/alerts/rules', t.rules.list],
  ['/alerts/channels', t.titles.channels],
  ['/alerts/deliveries', t.titles.deliveries],
] as const

/** From the alerts to what raises them, where they are sent and what they belong to. */
export function AlertTabs() {
  if (!isAdmin()) return null
  const { path } = place.value
  const current = TABS.filter(([to]) => path === to || path.startsWith(`${to}/`)).at(-1)
  return html`<nav class="tabs tabs-many" aria-label=${t.alerts.tabs}>
    ${TABS.map(
      (tab) => html`<a key=${tab[0]} href=${tab[0]} aria-current=${tab === current ? 'page' : undefined}>${tab[1]}</a>`,
    )}
  </nav>`
}
