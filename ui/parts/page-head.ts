import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { t } from '../messages.ts'

interface Props {
  title: string
  lead?: unknown
  /** Buttons at the end of the line. */
  children?: unknown
}

/** Leads the focus to the page's heading, for a person whose place on the page is gone. */
export const focusTitle = (): void => document.getElementById('page-title')?.focus({ preventScroll: true })

/** The heading of a page; it names the document, and takes the focus when a person comes from another page. */
export function PageHead({ title, lead, children }: Props) {
  useEffect(() => {
    document.title = t.frame.title(title)
  }, [title])
  return html`<header class="page-head">
    <div class="page-head-text">
      <h1 id="page-title" tabindex="-1">${title}</h1>
      ${lead && html`<div class="lead">${lead}</div>`}
    </div>
    ${children && html`<div class="page-head-actions">${children}</div>`}
  </header>`
}
