import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { guideNotes, note } from '../state/guide.ts'
import { hear } from '../state/live.ts'
import { say } from '../state/notices.ts'
import { Icon } from './icon.ts'
import { focusTitle } from './page-head.ts'

const text = t.home.guide

/** For admins on the home page, as long as Plex or Seerr is not connected and nobody dismissed it here. */
export function GuideCard() {
  const [missing, setMissing] = useState<readonly string[]>([])
  const { dismissed } = guideNotes.value
  useEffect(() => {
    if (dismissed) return undefined
    const load = (): void => {
      // a card that cannot know whether it is needed stays away
      api.listServices().then(
        ({ items }) =>
          setMissing(
            items
              .filter(({ name, url }) => (name === 'plex' || name === 'overseerr') && url === null)
              .map(({ name }) => name),
          ),
        () => {},
      )
    }
    load()
    return hear(['settings.service-configured', 'settings.service-disconnected', 'reset'], load)
  }, [dismissed])
  const [only] = missing
  if (dismissed || only === undefined) return null
  const dismiss = (): void => {
    note({ dismissed: true })
    say('ok', text.dismissed)
    focusTitle()
  }
  const who = missing.length > 1 ? text.both : only === 'plex' ? text.plex : text.seerr
  return html`<section class="panel guide-card" aria-labelledby="guide-card">
    <div>
      <h2 id="guide-card">${text.title}</h2>
      <p class="muted">${text.text(who)}</p>
    </div>
    <a class="button button-primary" href="/guide">${text.open}</a>
    <button type="button" class="button-icon" aria-label=${text.dismiss} onClick=${dismiss}>
      <${Icon} name="close" />
    </button>
  </section>`
}
