import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { t } from '../messages.ts'
import { CardPage } from '../parts/card-page.ts'

const text = t.signIn.plexDone

/** Where Plex sends its window back to: it closes itself where the browser lets it. */
export function PlexDone() {
  useEffect(() => close(), [])
  return html`<${CardPage} title=${text.title} lead=${text.text}>
    <a class="button button-quiet button-wide" href="/">${text.open}</a>
  <//>`
}
