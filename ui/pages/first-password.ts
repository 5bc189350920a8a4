import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { t } from '../messages.ts'
import { CardPage } from '../parts/card-page.ts'
import { focusTitle } from '../parts/page-head.ts'
import { PasswordForm } from '../parts/password-form.ts'
import { SignOutButton } from '../parts/sign-out-button.ts'
import { session } from '../state/session.ts'

/** After the one-time password nothing else is open until there is a new one. */
export function FirstPassword() {
  useEffect(focusTitle, [])
  return html`<${CardPage} title=${t.password.titleFirst} lead=${t.password.leadFirst}>
    <${PasswordForm} username=${session.value?.user.username} first=${true} />
    <${SignOutButton} />
  <//>`
}
