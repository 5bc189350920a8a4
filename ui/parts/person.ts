import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { sayFailure } from '../state/notices.ts'
import { session, signOut } from '../state/session.ts'
import { Icon } from './icon.ts'

/** The person: who is signed in, and what they can do about it. */
export function Person() {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open) return undefined
    const outside = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', outside)
    document.addEventListener('focusin', outside)
    return () => {
      document.removeEventListener('pointerdown', outside)
      document.removeEventListener('focusin', outside)
    }
  }, [open])
  const user = session.value?.user
  if (!user) return null
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !open) return
    setOpen(false)
    button.current?.focus()
  }
  return html`<div class="person" ref=${root} onKeyDown=${onKey}>
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
        <a class="panel-item" href="/password" onClick=${() => setOpen(false)}>
          <${Icon} name="key" />${t.frame.changePassword}
        </a>
        <button type="button" class="panel-item" onClick=${() => signOut().catch(sayFailure)}>
          <${Icon} name="signOut" />${t.frame.signOut}
        </button>
      </div>`
    }
  </div>`
}
