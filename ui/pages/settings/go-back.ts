import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ConfigChange } from '../../../contracts/settings.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { say } from '../../state/notices.ts'
import { useAnswer } from '../../state/use-answer.ts'
import { Differences } from './differences.ts'
import type { Described } from './use-described.ts'

const text = t.settings.history

interface Props {
  change: ConfigChange
  described: Described
  onClose: () => void
  onDone: () => void
}

/** Shows what going back would change, and does it only then. */
export function GoBack({ change: { id }, described, onClose, onDone }: Props) {
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<unknown>()
  const rehearsal = useAnswer(async () => (await api.revertConfig({ id, dryRun: true })).changes, ['settings.changed'])
  const { answer: changes, error, reload } = rehearsal
  const goBack = async (): Promise<void> => {
    if (busy) return
    setBusy(true)
    setFailure(undefined)
    try {
      const done = await api.revertConfig({ id })
      say('ok', text.done(done.changes.length))
      onDone()
    } catch (problem) {
      setFailure(problem)
      setBusy(false)
    }
  }
  return html`<${Dialog} title=${text.backTitle} onClose=${onClose}>
    <div class="dialog-body">
      <div role="status">
        ${!changes && error === undefined && html`<p class="muted">${text.comparing}…</p>`}
        ${
          changes &&
          (changes.length === 0
            ? html`<p>${text.backNothing}</p>`
            : html`<p>${text.backText}</p>
                <${Differences} changes=${changes} described=${described.settings} titles=${described.titles} />
                <p class="muted">${text.backAgain}</p>`)
        }
      </div>
      ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
      ${failure !== undefined && html`<${Problem} error=${failure} />`}
    </div>
    <footer class="dialog-foot">
      <button type="button" class="button" data-first onClick=${onClose}>${t.frame.cancel}</button>
      ${
        changes &&
        changes.length > 0 &&
        html`<button type="button" class="button button-primary" aria-disabled=${busy} onClick=${() => void goBack()}>
          ${busy ? text.busy : text.confirm}
        </button>`
      }
    </footer>
  <//>`
}
