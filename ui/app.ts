import { html } from 'htm/preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from './messages.ts'
import { pageOf, pages } from './pages.ts'
import { NotFound } from './pages/not-found.ts'
import { SignIn } from './pages/sign-in.ts'
import { FirstPassword } from './pages/first-password.ts'
import { focusTitle } from './parts/page-head.ts'
import { LiveIndicator } from './parts/live-indicator.ts'
import { Navigation } from './parts/navigation.ts'
import { Notices } from './parts/notices.ts'
import { Outlet, preload } from './parts/outlet.ts'
import { Person } from './parts/person.ts'
import { Problem } from './parts/problem.ts'
import { place } from './router.ts'
import { followBoard, loadBoard } from './state/board.ts'
import { closeLive, openLive } from './state/live.ts'
import { followOutcomes } from './state/outcomes.ts'
import { isAdmin, loadSession, session, sessionTrouble } from './state/session.ts'

const PRELOAD_AFTER_MS = 2000

/** The whole page: sign-in, the first password, or the frame with what is asked for. */
export function App() {
  const who = session.value
  const fromCard = useRef(false)
  if (who === null || who?.passwordChangeRequired) fromCard.current = true
  if (who === undefined) return sessionTrouble.value === undefined ? html`<${Boot} />` : html`<${Unreachable} />`
  if (who === null) return html`<${SignIn} /><${Notices} />`
  if (who.passwordChangeRequired) return html`<${FirstPassword} /><${Notices} />`
  return html`<${Frame} key=${who.user.id} arriving=${fromCard.current} />`
}

const Boot = () =>
  html`<div class="boot" role="status">
    <span class="boot-mark"></span><span class="unseen">${t.frame.loading}</span>
  </div>`

const Unreachable = () =>
  html`<main class="card-page">
    <div class="card">
      <h1>${t.frame.unreachable}</h1>
      <${Problem} error=${sessionTrouble.value} onRetry=${() => void loadSession()} />
    </div>
  </main>`

function Frame({ arriving }: { arriving: boolean }) {
  useEffect(() => {
    const stops = [followOutcomes(), followBoard(), closeLive]
    openLive()
    void loadBoard()
    if (arriving) focusTitle()
    // once the first page stands, so that the others open at once, also while the portal is away
    const later = setTimeout(
      () => pages.filter((page) => isAdmin() || !page.admin).forEach((page) => void preload(page).catch(() => {})),
      PRELOAD_AFTER_MS,
    )
    return () => {
      clearTimeout(later)
      for (const stop of stops) stop()
    }
  }, [])
  const page = pageOf(place.value.path, isAdmin())
  useFocusOnArrival(page?.path ?? place.value.path)
  return html`<a class="skip" href="#content">${t.frame.skip}</a>
    <div class="frame">
      <${Navigation} />
      <header class="top">
        <a class="brand brand-top" href="/" tabindex="-1" aria-hidden="true">
          <img src="/icon.svg" alt="" width="28" height="28" /><span>${t.frame.product}</span>
        </a>
        <${LiveIndicator} />
        <${Person} />
      </header>
      <main id="content" tabindex="-1">
        ${page ? html`<${Outlet} page=${page} />` : html`<${NotFound} forbidden=${pageOf(place.value.path, true) !== undefined} />`}
      </main>
    </div>
    <${Notices} />`
}

/** Whoever goes to another page hears and sees where they are; the very first page leaves the focus alone. */
function useFocusOnArrival(path: string): void {
  const before = useRef(path)
  useEffect(() => {
    if (before.current === path) return
    before.current = path
    scrollTo(0, 0)
    focusTitle()
  }, [path])
}
