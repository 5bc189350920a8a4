import { html } from 'htm/preact'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { say, sayFailure } from '../state/notices.ts'
import { loadSession, session } from '../state/session.ts'
import { usePlexSignIn } from '../state/use-plex-sign-in.ts'
import { Icon } from './icon.ts'
import { PlexDoor } from './plex-door.ts'

/** What the own account asks for, on the home page: a link that broke, a second factor that is worth a word. */
export function Reminders() {
  const who = session.value
  if (who?.plex === 'broken') return html`<${BrokenLink} />`
  if (who?.twoFactorOffered) return html`<${Offer} />`
  return null
}

function BrokenLink() {
  const plex = usePlexSignIn({
    purpose: 'link',
    onDecided: () => {
      say('ok', t.home.brokenLink.linked)
      void loadSession()
    },
  })
  return html`<aside class="reminder reminder-warn" aria-label=${t.home.brokenLink.label}>
    <${Icon} name="warning" />
    <p>${t.home.brokenLink.text}</p>
    ${
      plex.state.step === 'idle'
        ? html`<button type="button" class="button" onClick=${() => plex.start('popup')}>
            ${t.home.brokenLink.again}
          </button>`
        : html`<${PlexDoor} plex=${plex} label=${t.home.brokenLink.again} />`
    }
  </aside>`
}

const text = t.home.twoFactor

function Offer() {
  const dismiss = (): void => {
    if (session.value) session.value = { ...session.value, twoFactorOffered: false }
    api.dismissTwoFactor().catch((problem: unknown) => {
      sayFailure(problem)
      void loadSession()
    })
  }
  return html`<aside class="reminder" aria-label=${text.label}>
    <${Icon} name="key" />
    <p>${text.text}</p>
    <a class="button" href="/account?two-factor">${text.setUp}</a>
    <button type="button" class="button button-quiet" onClick=${dismiss}>${text.notNow}</button>
  </aside>`
}
