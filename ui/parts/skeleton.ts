import { html } from 'htm/preact'
import { t } from '../messages.ts'
import { PageHead } from './page-head.ts'

/** Grey bars where lines will stand, so that nothing moves when they come. */
export function Bars({ rows = 6, kind = 'row' }: { rows?: number; kind?: 'row' | 'tile' | 'card' }) {
  return html`<div class="bars bars-${kind}" role="status" aria-label=${t.frame.loading}>
    ${Array.from({ length: rows }, (_, at) => html`<span key=${at} class="bar bar-${kind}"></span>`)}
  </div>`
}

/** The outline of a page whose code is on its way. */
export function PageSkeleton({ title }: { title: string }) {
  return html`<${PageHead} title=${title} /><${Bars} />`
}
