import { html } from 'htm/preact'
import { useId } from 'preact/hooks'
import { t } from '../messages.ts'
import { pageOf, pages, type Page } from '../pages.ts'
import { place } from '../router.ts'
import { firing, toDecide } from '../state/bell.ts'
import { troubled } from '../state/board.ts'
import { isAdmin } from '../state/session.ts'
import { splitForBar } from './bar.ts'
import { Icon } from './icon.ts'
import { preload } from './outlet.ts'
import { usePopover } from './use-popover.ts'

/**
 * Rail on wide screens, bar at the bottom of a phone: only what this person may use. What the bar has no room for
 * stands behind "More" there.
 */
export function Navigation() {
  const page = pageOf(place.value.path, isAdmin())
  const current = pages.find(({ path }) => path === page?.within) ?? page
  const shown = pages.filter((page) => page.nav && (isAdmin() || !page.admin))
  const { first, rest } = splitForBar(shown)
  return html`<nav class="nav" aria-label=${t.frame.navigation}>
    <div class="nav-inside">
      <a class="brand" href="/" tabindex="-1" aria-hidden="true">
        <img src="/icon.svg" alt="" width="28" height="28" /><span>${t.frame.product}</span>
      </a>
      <ul>
        ${shown.map(
          (page) =>
            html`<li key=${page.path} class=${first.includes(page) ? '' : 'nav-rest'}>
              <${NavLink} page=${page} current=${page === current} />
            </li>`,
        )}
        ${
          rest.length > 0 &&
          html`<li class="nav-more"><${More} pages=${rest} current=${current} key=${place.value.path} /></li>`
        }
      </ul>
      ${isAdmin() && html`<${DocsLink} />`}
    </div>
  </nav>`
}

const DocsLink = () =>
  html`<a class="nav-link nav-docs" href="/api/docs"><${Icon} name="docs" /><span>${t.frame.apiDocs}</span></a>`

function More({ pages: rest, current }: { pages: readonly Page[]; current: Page | undefined }) {
  const { open, setOpen, root, button, onKeyDown } = usePopover()
  const here = current !== undefined && rest.includes(current)
  return html`<div ref=${root} onKeyDown=${onKeyDown}>
    <button
      type="button"
      class="nav-link ${here ? 'nav-here' : ''}"
      ref=${button}
      aria-expanded=${open}
      onClick=${() => setOpen(!open)}
    >
      <${Icon} name="more" /><span>${t.frame.more}</span>
    </button>
    ${
      open &&
      html`<div class="nav-panel">
        ${rest.map((page) => html`<${NavLink} key=${page.path} page=${page} current=${page === current} />`)}
        <${DocsLink} />
      </div>`
    }
  </div>`
}

/** Counts that matter, by the page that has what is counted; a calm one is no trouble. */
const COUNTED: Record<string, { many: () => number; words: (many: number) => string; calm?: boolean }> = {
  '/board': { many: () => troubled.value.length, words: t.board.needAttention },
  '/alerts': { many: () => firing.value, words: t.frame.firing },
  '/requests': { many: () => toDecide.value, words: t.frame.toDecide, calm: true },
}

function NavLink({ page, current }: { page: Page; current: boolean }) {
  const id = useId()
  const counted = COUNTED[page.path]
  const many = counted?.many() ?? 0
  const warm = (): void => void preload(page).catch(() => {})
  return html`<a
    class="nav-link"
    href=${page.path}
    aria-current=${current ? 'page' : undefined}
    aria-describedby=${many > 0 ? id : undefined}
    onPointerEnter=${warm}
    onFocus=${warm}
  >
    <${Icon} name=${page.icon} />
    <span>${page.title}</span>
    ${
      counted &&
      many > 0 &&
      html`<span class="nav-count ${counted.calm ? 'nav-count-calm' : ''}" aria-hidden="true">${many}</span>
        <span id=${id} hidden>${counted.words(many)}</span>`
    }
  </a>`
}
