import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { sayFailure } from '../state/notices.ts'
import { signOut } from '../state/session.ts'

/** The way back out of a page that has to be finished first. */
export const SignOutButton = () =>
  html`<button type="button" class="button button-quiet button-wide" onClick=${() => signOut().catch(sayFailure)}>
    ${t.frame.signOut}
  </button>`
