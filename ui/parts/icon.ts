import { html } from 'htm/preact'
import { ICONS, type IconName } from './icons.ts'

/** An icon. It is decoration unless it carries a name: then it is an image to a screen reader. */
export function Icon({ name, label, size = 20 }: { name: IconName; label?: string; size?: number }) {
  return html`<svg
    class="icon"
    viewBox="0 0 24 24"
    width=${size}
    height=${size}
    role=${label ? 'img' : undefined}
    aria-label=${label}
    aria-hidden=${label ? undefined : 'true'}
    focusable="false"
  >
    <path d=${ICONS[name]} />
  </svg>`
}
