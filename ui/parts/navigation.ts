import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import { t } from '../messages.ts'
import { pageOf, pages, type Page } from '../pages.ts'
import { place } from '../router.ts'
import { troubled } from '../state/board.ts'
import { isAdmin } from '../state/session.ts'
import { Icon } from './icon.ts'
import { preload } from './outlet.ts'

/** Rail on wide screens, bar at the bottom of a phone: only what this person may use. */
export function Navigation() {
  const current = pageOf(place.value.path, isAdmin())
  const shown = pages.filter((page) => page.nav && (isAdmin() || !page.admin))
  return html`<nav class="nav" aria-label=${t.frame.navigation}>
    <div class="nav-inside">
      <a class="brand" href="/" tabindex="-1" aria-hidden="true">
        <img src="/icon.svg" alt="" width="28" height="28" /><span>${t.frame.product}</span>
      </a>
      <ul>
        ${shown.map((page) => html`<li key=${page.path}><${NavLink} page=${page} current=${page === current} /></li>`)}
      </ul>
      ${
        isAdmin() &&
        html`<a class="nav-link nav-docs" href="/api/docs"><${Icon} name="docs" /><span>${t.frame.apiDocs}</span></a>`
      }
    </div>
  </nav>`
}

function NavLink({ page, current }: { page: Page; current: boolean }) {
  const id = useId()
  const bad = page.path === '/' ? troubled.value.length : 0
  const warm = (): void => void preload(page).catch(() => {})
  return html`<a
    class="nav-link"
    href=${page.path}
    aria-current=${current ? 'page' : undefined}
    aria-describedby=${bad > 0 ? id : undefined}
    onPointerEnter=${warm}
    onFocus=${warm}
  >
    <${Icon} name=${page.icon} />
    <span>${page.title}</span>
    ${bad > 0 && html`<span class="nav-count" aria-hidden="true">${bad}</span>`}
    ${bad > 0 && html`<span id=${id} hidden>${t.board.needAttention(bad)}</span>`}
  </a>`
}
