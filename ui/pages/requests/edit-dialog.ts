import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { MediaRequest } from '../../../contracts/media-requests.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { CheckBox } from '../../parts/check-box.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { useAnswer } from '../../state/use-answer.ts'

const text = t.requests.actions

interface Props {
  request: MediaRequest
  onConfirm: (seasons: number[]) => Promise<void>
  onClose: () => void
}

/** Chooses other seasons, while nobody decided on it. */
export function EditDialog({ request, onConfirm, onClose }: Props) {
  const { mediaId, title, seasons } = request
  const { answer, error: trouble, reload } = useAnswer(() => api.getSeries({ id: Number(mediaId) }), [])
  const [chosen, setChosen] = useState<readonly number[]>(seasons)
  const { busy, error, submit } = useSubmit(async () => {
    if (chosen.length > 0) await onConfirm(chosen.toSorted((a, b) => a - b))
  })
  // those that it asks for itself are marked as asked for, and stay to be chosen
  const open = answer?.seasons.filter(
    ({ number, available, requested }) => seasons.includes(number) || (available !== 'yes' && !requested),
  )
  return html`<${Dialog} title=${text.editTitle(title ?? t.requests.untitled)} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${text.editText}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        ${trouble !== undefined && !answer && html`<${Problem} error=${trouble} onRetry=${reload} />`}
        ${!open && trouble === undefined && html`<${Bars} rows=${2} />`}
        <ul>
          ${open?.map(
            ({ number, name }) =>
              html`<li key=${number}>
                <${CheckBox}
                  label=${t.media.season(number, name)}
                  checked=${chosen.includes(number)}
                  onChange=${(on: boolean) =>
                    setChosen(on ? [...chosen, number] : chosen.filter((one) => one !== number))}
                />
              </li>`,
          )}
        </ul>
        <p class="field-error" role="status">
          ${open?.length === 0 ? text.editUnknown : chosen.length === 0 && text.editNone}
        </p>
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy || chosen.length === 0}>
          ${busy ? text.busy : text.editSave}
        </button>
      </footer>
    </form>
  <//>`
}
