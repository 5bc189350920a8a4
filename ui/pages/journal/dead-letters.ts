import { html } from 'htm/preact'
import type { DeadLetter } from '../../../contracts/journal.ts'
import { humanised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Time } from '../../parts/time.ts'

const text = t.journal

interface Props {
  letters: readonly DeadLetter[]
  chosen: string | undefined
  onChoose: (id: string) => void
}

/** What was given up on, with the reason in front. */
export function DeadLetters({ letters, chosen, onChoose }: Props) {
  return html`<ul class="letters" aria-label=${text.tabs.dead}>
    ${letters.map((letter) => html`<li key=${letter.id}><${Letter} letter=${letter} chosen=${letter.id === chosen} onChoose=${onChoose} /></li>`)}
  </ul>`
}

interface LetterProps {
  letter: DeadLetter
  chosen: boolean
  onChoose: (id: string) => void
}

function Letter({ letter, chosen, onChoose }: LetterProps) {
  const { id, type, key, time, attempts, error, redoneAt } = letter
  return html`<article data-entry=${id} class="letter ${chosen ? 'entry-chosen' : ''}">
    <span class="entry-icon entry-icon-dead-letter"><${Icon} name="warning" /></span>
    <div class="letter-text">
      <button
        type="button"
        class="entry-open"
        aria-current=${chosen ? 'true' : undefined}
        onClick=${() => onChoose(id)}
      >
        ${t.facts.deadType(type)}
      </button>
      <p class="letter-error">${error.message || humanised(error.code)}</p>
      <p class="entry-type">
        <span class="mono">${letter.function}</span>
        <span>${text.attempts(attempts)}</span>
        <span class="mono break">${key}</span>
      </p>
    </div>
    <div class="letter-side">
      <${Time} at=${time} focusable=${false} />
      <span class="tag ${redoneAt ? '' : 'tag-dead-letter'}">${redoneAt ? text.redone : text.open}</span>
    </div>
  </article>`
}
