import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { t } from '../messages.ts'
import { CardPage } from '../parts/card-page.ts'
import { focusTitle } from '../parts/page-head.ts'
import { SignOutButton } from '../parts/sign-out-button.ts'
import { loadSession } from '../state/session.ts'
import { SetUp } from './account/set-up.ts'

/** Where the house requires a second factor nothing else is open until it is set up. */
export function FirstTwoFactor() {
  useEffect(focusTitle, [])
  return html`<${CardPage} title=${t.account.twoFactor.titleFirst} lead=${t.account.twoFactor.leadFirst}>
    <${SetUp} onDone=${() => void loadSession()} />
    <${SignOutButton} />
  <//>`
}
