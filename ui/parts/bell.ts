import type { ComponentType } from 'preact'
import { html } from 'htm/preact'
import { useEffect, useState } from 'preact/hooks'
import { t } from '../messages.ts'
import { place } from '../router.ts'
import { unread } from '../state/bell.ts'
import { Icon } from './icon.ts'
import { Bars } from './skeleton.ts'
import { usePopover } from './use-popover.ts'

/** More than that is said as "99+". */
const COUNTED = 99

type Panel = ComponentType<{ onClose: () => void }>

/** The bell: how much is unread, and behind it what this person was told. */
export function Bell() {
  const { open, setOpen, root, button, onKeyDown } = usePopover()
  const [panel, setPanel] = useState<{ Panel: Panel }>()
  const close = (): void => setOpen(false)
  useEffect(close, [place.value.path])
  useEffect(() => {
    if (!open || panel) return
    void import('./bell-panel.ts').then(({ BellPanel }) => setPanel({ Panel: BellPanel as Panel }), close)
  }, [open])
  const many = unread.value
  return html`<div class="bell" ref=${root} onKeyDown=${onKeyDown}>
    <button
      type="button"
      class="button-icon bell-button"
      ref=${button}
      aria-label=${t.bell.label(many)}
      aria-expanded=${open}
      onClick=${() => setOpen(!open)}
    >
      <${Icon} name="bell" />
      ${many > 0 && html`<span class="bell-count" aria-hidden="true">${many > COUNTED ? `${COUNTED}+` : many}</span>`}
    </button>
    <span class="unseen" role="status">${many > 0 && t.bell.unread(many)}</span>
    ${
      open &&
      html`<div class="bell-panel" role="group" aria-label=${t.bell.title}>
        ${panel ? html`<${panel.Panel} onClose=${close} />` : html`<${Bars} rows=${3} />`}
      </div>`
    }
  </div>`
}
