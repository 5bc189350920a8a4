import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import { t } from '../messages.ts'

interface Props {
  title: string
  lead?: unknown
  children?: unknown
}

/** One card in the middle and no frame around it: for whoever is not quite in yet. It names the document. */
export function CardPage({ title, lead, children }: Props) {
  useEffect(() => {
    document.title = t.frame.title(title)
  }, [title])
  return html`<main class="card-page">
    <div class="card">
      <div class="card-brand"><img src="/icon.svg" alt="" width="44" height="44" /><span>${t.frame.product}</span></div>
      <h1 id="page-title" tabindex="-1">${title}</h1>
      ${lead && html`<p class="muted" role="status">${lead}</p>`} ${children}
    </div>
  </main>`
}
