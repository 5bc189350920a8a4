import { html } from 'htm/preact'
import { Icon } from './icon.ts'
import type { IconName } from './icons.ts'

interface Props {
  icon: IconName
  title: string
  text: string
  children?: unknown
}

/** An empty page says what belongs there and how to begin. */
export function Empty({ icon, title, text, children }: Props) {
  return html`<div class="empty">
    <span class="empty-icon"><${Icon} name=${icon} size=${28} /></span>
    <h2>${title}</h2>
    <p class="muted">${text}</p>
    ${children}
  </div>`
}
