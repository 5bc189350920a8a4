import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Accepted } from '../../../contracts/envelope.ts'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Icon } from '../../parts/icon.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { DeclineDialog } from './decline-dialog.ts'
import { EditDialog } from './edit-dialog.ts'

const text = t.requests.actions

interface Props {
  request: MediaRequest
  onDone: (moved: MediaRequest) => void
}

/** What the person may do about a request now. */
export function Actions({ request, onDone }: Props) {
  const { id, mediaType, status, can, playUrl, mine, requestedBy } = request
  const title = request.title ?? t.requests.untitled
  const who = mine ? text.somebody : requestedBy.name
  const [open, setOpen] = useState<'approve' | 'decline' | 'withdraw' | 'edit'>()
  const busy = useRef(false)
  const close = (): void => setOpen(undefined)

  /** The dialog closes at once when the work is only on its way; what comes of it is then said as a notice. */
  const carry = async (sent: Promise<MediaRequest | Accepted>, done: string): Promise<void> => {
    let left = false
    try {
      const moved = await carryOut(sent, () => {
        left = true
        close()
      })
      close()
      say('ok', done)
      onDone(moved)
    } catch (problem) {
      if (!left) throw problem
      sayFailure(problem)
    }
  }
  const retry = async (): Promise<void> => {
    if (busy.current) return
    busy.current = true
    await carry(api.retryRequest({ id }), text.retried(title)).catch(sayFailure)
    busy.current = false
  }
  const shown = playUrl ?? Object.values(can).some(Boolean)
  if (!shown) return null
  return html`<div class="buttons request-actions">
      ${
        can.approve &&
        html`<button
          type="button"
          class="button button-primary"
          aria-label=${text.approveNamed(title)}
          onClick=${() => setOpen('approve')}
        >
          ${text.approve}
        </button>`
      }
      ${can.decline && html`<${Other} name=${text.declineNamed(title)} word=${text.decline} onClick=${() => setOpen('decline')} />`}
      ${can.retry && html`<${Other} name=${text.retryNamed(title)} word=${text.retry} onClick=${() => void retry()} />`}
      ${can.edit && html`<${Other} name=${text.editNamed(title)} word=${text.edit} onClick=${() => setOpen('edit')} />`}
      ${
        can.withdraw &&
        html`<${Other} name=${text.withdrawNamed(title)} word=${text.withdraw} onClick=${() => setOpen('withdraw')} />`
      }
      ${
        playUrl &&
        html`<a class="button" href=${playUrl} target="_blank" rel="noreferrer" aria-label=${text.playNamed(title)}>
          <${Icon} name="out" />${text.play}
        </a>`
      }
    </div>
    ${
      open === 'approve' &&
      html`<${Confirm}
        title=${text.approveTitle(title)}
        text=${text.approveText(who, t.requests.fetcher[mediaType])}
        confirm=${text.approve}
        busy=${text.busy}
        onConfirm=${() => carry(api.approveRequest({ id }), text.approved(title))}
        onClose=${close}
      />`
    }
    ${
      open === 'decline' &&
      html`<${DeclineDialog}
        title=${title}
        who=${who}
        onConfirm=${(reason: string | undefined) =>
          carry(api.declineRequest({ id, ...(reason && { reason }) }), text.declined(title))}
        onClose=${close}
      />`
    }
    ${
      open === 'withdraw' &&
      html`<${Confirm}
        title=${text.withdrawTitle(title)}
        text=${
          mediaType === 'music'
            ? text.withdrawMusic
            : status === 'waiting' || status === 'pending'
              ? text.withdrawText
              : text.withdrawRunning
        }
        confirm=${text.withdraw}
        busy=${text.busy}
        danger=${true}
        onConfirm=${() => carry(api.withdrawRequest({ id }), text.withdrawn(title))}
        onClose=${close}
      />`
    }
    ${
      open === 'edit' &&
      html`<${EditDialog}
        request=${request}
        onConfirm=${(seasons: number[]) => carry(api.editRequest({ id, seasons }), text.edited(title))}
        onClose=${close}
      />`
    }`
}

const Other = ({ name, word, onClick }: { name: string; word: string; onClick: () => void }) =>
  html`<button type="button" class="button" aria-label=${name} onClick=${onClick}>${word}</button>`
