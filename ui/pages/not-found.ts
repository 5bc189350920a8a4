import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'

/** For an address that is no page of ours. */
export function NotFound() {
  const { title, text, back } = t.frame.notFound
  return html`<${PageHead} title=${title} />
    <${Empty} icon="inbox" title=${title} text=${text}>
      <a class="button button-primary" href="/">${back}</a>
    <//>`
}
