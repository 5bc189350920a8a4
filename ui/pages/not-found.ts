import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { PageHead } from '../parts/page-head.ts'

/** For an address that is no page of ours, or none for this person. */
export function NotFound({ forbidden }: { forbidden: boolean }) {
  const { title, text } = forbidden ? t.frame.forbidden : t.frame.notFound
  return html`<${PageHead} title=${title} />
    <${Empty} icon="inbox" title=${title} text=${text}>
      <a class="button button-primary" href="/">${t.frame.notFound.back}</a>
    <//>`
}
