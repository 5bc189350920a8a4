import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { place } from '../../router.ts'
import { isAdmin } from '../../state/session.ts'

const text = t.requests.tab

const TABS = [
  ['/requests', text.requests, false],
  ['/issues', text.problems, false],
  ['/requests/rules', text.rules, true],
  ['/requests/statistics', text.statistics, true],
] as const

/** From the requests to the problems that were reported, to what approves them and to how long they take. */
export function RequestTabs() {
  const { path } = place.value
  const shown = TABS.filter(([, , admin]) => isAdmin() || !admin)
  const current = shown.filter(([to]) => path === to || path.startsWith(`${to}/`)).at(-1)
  return html`<nav class="tabs tabs-many" aria-label=${t.requests.tabs}>
    ${shown.map(
      (tab) => html`<a key=${tab[0]} href=${tab[0]} aria-current=${tab === current ? 'page' : undefined}>${tab[1]}</a>`,
    )}
  </nav>`
}
