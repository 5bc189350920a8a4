import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from './messages.ts'
import { pageOf, pages } from './pages.ts'
import { NotFound } from './pages/not-found.ts'
import { SignIn } from './pages/sign-in.ts'
import { FirstPassword } from './pages/first-password.ts'
import { CardPage } from './parts/card-page.ts'
import { Boot, lazy } from './parts/lazy.ts'
import { Bell } from './parts/bell.ts'
import { LiveIndicator } from './parts/live-indicator.ts'
import { Navigation } from './parts/navigation.ts'
import { Notices } from './parts/notices.ts'
import { Outlet, preload } from './parts/outlet.ts'
import { focusTitle } from './parts/page-head.ts'
import { Person } from './parts/person.ts'
import { Problem } from './parts/problem.ts'
import { place } from './router.ts'
import { followBell } from './state/bell.ts'
import { followBoard, loadBoard } from './state/board.ts'
import { closeLive, hear, openLive } from './state/live.ts'
import { followOutcomes } from './state/outcomes.ts'
import { isAdmin, loadSession, session, sessionTrouble } from './state/session.ts'

const PRELOAD_AFTER_MS = 2000
/** What may change how the own account stands. */
const OWN_CHANGES = [
  'auth.plex-linked',
  'auth.plex-unlinked',
  'auth.plex-link-broken',
  'auth.two-factor-changed',
  'auth.user-updated',
] as const

const PlexDone = lazy(() => import('./pages/plex-done.ts').then((module) => module.PlexDone))
const Invitation = lazy(() => import('./pages/invitation.ts').then((module) => module.Invitation))
const PublicStatus = lazy(() => import('./pages/public-status.ts').then((module) => module.PublicStatus))
const FirstTwoFactor = lazy(() => import('./pages/first-two-factor.ts').then((module) => module.FirstTwoFactor))

/** The whole page: what stands before the door, what has to be finished first, or the frame with what is asked for. */
export function App() {
  const who = session.value
  const fromCard = useRef(false)
  const { path } = place.value
  if (path === '/plex-done') return html`<${PlexDone} />`
  if (path === '/status') return html`<${PublicStatus} />`
  if (who === null || who?.passwordChangeRequired || who?.twoFactorSetupRequired) fromCard.current = true
  if (who === undefined) return sessionTrouble.value === undefined ? html`<${Boot} />` : html`<${Unreachable} />`
  if (path.startsWith('/invite/')) return html`<${Invitation} key=${path} /><${Notices} />`
  if (who === null) return html`<${SignIn} /><${Notices} />`
  if (who.passwordChangeRequired) return html`<${FirstPassword} /><${Notices} />`
  if (who.twoFactorSetupRequired) return html`<${FirstTwoFactor} /><${Notices} />`
  return html`<${Frame} key=${who.user.id} arriving=${fromCard.current} />`
}

const Unreachable = () =>
  html`<${CardPage} title=${t.frame.unreachable}>
    <${Problem} error=${sessionTrouble.value} onRetry=${() => void loadSession()} />
  <//>`

/** Follows the house until the answer is called. */
function followHouse(): () => void {
  const stops = [followOutcomes(), followBoard(), hear(OWN_CHANGES, () => void loadSession()), closeLive]
  openLive()
  void loadBoard()
  return () => {
    for (const stop of stops) stop()
  }
}

function Frame({ arriving }: { arriving: boolean }) {
  // not as an effect: the answer is under way while the frame is drawn
  const [leave] = useState(followHouse)
  useEffect(() => {
    const stopBell = followBell()
    if (arriving) focusTitle()
    // once the first page stands, so that the others open at once, also while the portal is away
    const later = setTimeout(
      () => pages.filter((page) => isAdmin() || !page.admin).forEach((page) => void preload(page).catch(() => {})),
      PRELOAD_AFTER_MS,
    )
    return () => {
      clearTimeout(later)
      stopBell()
      leave()
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
        <${Bell} />
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
