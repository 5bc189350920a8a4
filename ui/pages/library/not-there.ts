import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Empty } from '../../parts/empty.ts'
import { PageHead } from '../../parts/page-head.ts'

const text = t.library.notThere

/** For what is not in Plex, or not for this person: it says the same of both. */
export const NotInLibrary = () =>
  html`<${PageHead} title=${t.titles.library} />
    <${Empty} icon="library" title=${text.title} text=${text.text}>
      <a class="button" href="/library">${text.back}</a>
    <//>`
