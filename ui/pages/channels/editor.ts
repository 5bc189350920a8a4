import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Channel, ChannelKind } from '../../../contracts/channels.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Icon } from '../../parts/icon.ts'
import type { Kind } from './draft.ts'
import { ChannelForm } from './form.ts'

const text = t.channels.editor

interface Props {
  kinds: readonly Kind[]
  /** Undefined for a new one. */
  channel: Channel | undefined
  onClose: () => void
  onSaved: () => void
}

/** Adds or changes a channel; of a new one the kind is chosen first. */
export function Editor({ kinds, channel, onClose, onSaved }: Props) {
  const [chosen, setChosen] = useState<ChannelKind | undefined>(channel?.kind)
  const [changed, setChanged] = useState(false)
  const [leaving, setLeaving] = useState(false)
  const kind = kinds.find((one) => one.kind === chosen)
  const title = channel ? t.channels.edit(channel.name) : kind ? `${text.addTitle}: ${kind.title}` : text.addTitle
  const another = (): void => {
    setChosen(undefined)
    setChanged(false)
  }
  return html`<${Dialog} title=${title} form="sheet" onClose=${() => (changed ? setLeaving(true) : onClose())}>
      ${
        kind
          ? html`<${ChannelForm}
              key=${kind.kind}
              kind=${kind}
              channel=${channel}
              onSaved=${onSaved}
              onChanged=${setChanged}
              >${
                !channel &&
                html`<button type="button" class="button button-quiet" onClick=${another}>
                  <${Icon} name="back" />${text.another}
                </button>`
              }<//
            >`
          : html`<${Kinds} kinds=${kinds} onChoose=${setChosen} />`
      }
    <//>
    ${
      leaving &&
      html`<${Confirm}
        title=${text.discardTitle}
        text=${text.discardText}
        confirm=${text.discard}
        busy=${text.discard}
        danger=${true}
        onConfirm=${() => Promise.resolve(onClose())}
        onClose=${() => setLeaving(false)}
      />`
    }`
}

const Kinds = ({ kinds, onChoose }: { kinds: readonly Kind[]; onChoose: (kind: ChannelKind) => void }) =>
  html`<div class="dialog-body">
    <ul class="kinds" aria-label=${text.kind}>
      ${kinds.map(
        ({ kind, title, hint }, at) =>
          html`<li key=${kind}>
            <button type="button" class="kind" data-first=${at === 0 || undefined} onClick=${() => onChoose(kind)}>
              <b>${title}</b><span class="muted small">${hint}</span>
            </button>
          </li>`,
      )}
    </ul>
  </div>`
