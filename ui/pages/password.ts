import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { PageHead } from '../parts/page-head.ts'
import { PasswordForm } from '../parts/password-form.ts'
import { go } from '../router.ts'
import { session } from '../state/session.ts'

/** A person changes their own password. */
export function Password() {
  return html`<${PageHead} title=${t.password.title} lead=${t.password.lead} />
    <div class="panel panel-narrow">
      <${PasswordForm} username=${session.value?.user.username} onSaved=${() => go('/')} />
    </div>`
}
