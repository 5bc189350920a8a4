import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Alert } from '../../../contracts/alerts.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Dialog } from '../../parts/dialog.ts'
import { Problem } from '../../parts/problem.ts'
import { RadioGroup } from '../../parts/radio-group.ts'
import { useSubmit } from '../../parts/use-submit.ts'
import { carryOut } from '../../state/outcomes.ts'
import { minutesUntilTomorrow } from './order.ts'

const text = t.alerts
const CHOICES = ['60', '240', 'tomorrow', '4320', '10080'] as const
type Choice = (typeof CHOICES)[number]

interface Props {
  alert: Alert
  onDone: (sentence: string) => void
  onClose: () => void
}

/** Has an alert quiet for a while, and says what happens then. */
export function SnoozeDialog({ alert: { id, title }, onDone, onClose }: Props) {
  const [choice, setChoice] = useState<Choice>('60')
  const { busy, error, submit } = useSubmit(async () => {
    const minutes = choice === 'tomorrow' ? minutesUntilTomorrow(Date.now()) : Number(choice)
    await carryOut(api.snoozeAlert({ id, minutes }), onClose)
    onDone(text.snoozed(title, Date.now() + minutes * 60_000))
  })
  return html`<${Dialog} title=${text.snoozeTitle(title)} onClose=${onClose}>
    <form class="dialog-form" onSubmit=${submit} novalidate>
      <div class="dialog-body">
        <p>${text.snoozeText}</p>
        ${error !== undefined && html`<${Problem} error=${error} />`}
        <${RadioGroup}
          legend=${text.snoozeFor}
          name="snooze"
          choices=${CHOICES.map((one) => [one, text.snoozeChoices[one]])}
          value=${choice}
          onChange=${setChoice}
        />
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick=${onClose}>${t.frame.cancel}</button>
        <button type="submit" class="button button-primary" aria-disabled=${busy}>
          ${busy ? text.busy : text.snooze}
        </button>
      </footer>
    </form>
  <//>`
}
