import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { sayFailure } from '../state/notices.ts'
import { session, signOut } from '../state/session.ts'
import { Icon } from './icon.ts'
import { usePopover } from './use-popover.ts'

/** The person: who is signed in, and what they can do about it. */
export function Person() {
  const { open, setOpen, root, button, onKeyDown } = usePopover()
  const user = session.value?.user
  if (!user) return null
  return html`<div class="person" ref=${root} onKeyDown=${onKeyDown}>
    <button
      type="button"
      class="person-button"
      ref=${button}
      aria-label=${t.frame.account(user.username)}
      aria-expanded=${open}
      onClick=${() => setOpen(!open)}
    >
      <span class="person-initial" aria-hidden="true">${user.username.charAt(0).toUpperCase()}</span>
    </button>
    ${
      open &&
      html`<div class="person-panel">
        <p class="person-name">${user.username}</p>
        <p class="muted small">${user.role === 'admin' ? t.frame.admin : t.frame.member}</p>
        <a class="panel-item" href="/account" onClick=${() => setOpen(false)}>
          <${Icon} name="user" />${t.frame.yourAccount}
        </a>
        <button type="button" class="panel-item" onClick=${() => signOut().catch(sayFailure)}>
          <${Icon} name="signOut" />${t.frame.signOut}
        </button>
      </div>`
    }
  </div>`
}
