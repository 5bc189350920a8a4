import { html } from 'htm/preact'
import { useRef, useState } from 'preact/hooks'
import type { Alert } from '../../../contracts/alerts.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { NoteDialog } from './note-dialog.ts'
import { SnoozeDialog } from './snooze-dialog.ts'

const text = t.alerts

/** What somebody can do about an alert; A acknowledges it while the focus is in its row. */
export function Actions({ alert, onDone }: { alert: Alert; onDone: () => void }) {
  const { id, title, state } = alert
  const [open, setOpen] = useState<'note' | 'snooze' | 'resolve'>()
  const busy = useRef(false)
  const close = (): void => setOpen(undefined)
  const done = (sentence: string): void => {
    close()
    say('ok', sentence)
    onDone()
  }
  const acknowledge = async (): Promise<void> => {
    if (busy.current) return
    busy.current = true
    try {
      await carryOut(api.acknowledgeAlert({ id }))
      done(text.acknowledged(title))
    } catch (problem) {
      sayFailure(problem)
    } finally {
      busy.current = false
    }
  }
  const canAcknowledge = state === 'open' || state === 'snoozed'
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 'a' || event.ctrlKey || event.metaKey || event.altKey || open) return
    if (canAcknowledge) void acknowledge()
  }
  return html`<div class="alert-actions" onKeyDown=${onKeyDown}>
      ${
        canAcknowledge &&
        html`<button
            type="button"
            class="button button-primary"
            aria-label=${text.acknowledgeNamed(title)}
            aria-keyshortcuts="A"
            title=${text.keyHint}
            onClick=${() => void acknowledge()}
          >
            ${text.acknowledge}
          </button>
          <button type="button" class="button" aria-label=${text.withNoteNamed(title)} onClick=${() => setOpen('note')}>
            ${text.withNote}
          </button>`
      }
      <button type="button" class="button" aria-label=${text.snoozeNamed(title)} onClick=${() => setOpen('snooze')}>
        ${text.snooze}
      </button>
      <button type="button" class="button" aria-label=${text.resolveNamed(title)} onClick=${() => setOpen('resolve')}>
        ${text.resolve}
      </button>
    </div>
    ${
      open === 'note' &&
      html`<${NoteDialog}
        title=${text.noteTitle(title)}
        text=${text.noteText}
        confirm=${text.acknowledge}
        onConfirm=${async (note: string | undefined) => {
          await carryOut(api.acknowledgeAlert({ id, ...(note && { note }) }), close)
          done(text.acknowledged(title))
        }}
        onClose=${close}
      />`
    }
    ${
      open === 'resolve' &&
      html`<${NoteDialog}
        title=${text.resolveTitle(title)}
        text=${text.resolveText}
        confirm=${text.resolve}
        onConfirm=${async (note: string | undefined) => {
          await carryOut(api.resolveAlert({ id, ...(note && { note }) }), close)
          done(text.resolved(title))
        }}
        onClose=${close}
      />`
    }
    ${open === 'snooze' && html`<${SnoozeDialog} alert=${alert} onDone=${done} onClose=${close} />`}`
}
