import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { t } from '../messages.ts'
import { focusTitle } from '../parts/page-head.ts'
import { PasswordForm } from '../parts/password-form.ts'
import { sayFailure } from '../state/notices.ts'
import { session, signOut } from '../state/session.ts'

/** After the one-time password nothing else is open until there is a new one. */
export function FirstPassword() {
  useEffect(() => {
    focusTitle()
    document.title = t.frame.title(t.password.titleFirst)
  }, [])
  return html`<main class="card-page">
    <div class="card">
      <div class="card-brand"><img src="/icon.svg" alt="" width="44" height="44" /><span>${t.frame.product}</span></div>
      <h1 id="page-title" tabindex="-1">${t.password.titleFirst}</h1>
      <p class="muted">${t.password.leadFirst}</p>
      <${PasswordForm} username=${session.value?.user.username} first=${true} />
      <button type="button" class="button button-quiet button-wide" onClick=${() => signOut().catch(sayFailure)}>
        ${t.frame.signOut}
      </button>
    </div>
  </main>`
}
