import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import type { StepName } from '../../state/guide.ts'
import type { House, StepState } from './steps.ts'

const text = t.guide

interface Props {
  number: number
  step: StepName
  state: StepState
  open: boolean
  house: House
  onLater: () => void
  onBegin: () => void
  /** From a step that is done to the next. */
  onLeave: () => void
  children?: unknown
}

/** A step: its number or a tick, how it stands, and what is to be done while it is open. */
export function Step({ number, step, state, open, house, onLater, onBegin, onLeave, children }: Props) {
  const { title } = text.steps[step]
  const why = 'why' in text.steps[step] ? text.steps[step].why : undefined
  return html`<li class="step step-${state} ${open ? 'step-current' : ''}" aria-current=${open ? 'step' : undefined}>
    <span class="step-mark" aria-hidden="true">
      ${state === 'done' ? html`<${Icon} name="check" size=${18} />` : number}
    </span>
    <div class="step-inside">
      <header class="step-head">
        <h2 id="step-${step}" tabindex="-1">${title}</h2>
        <span class="tag">${text.states[state]}</span>
        ${
          !open &&
          step !== 'password' &&
          html`<button
            type="button"
            class="button button-quiet"
            aria-label=${state === 'done' ? text.changeNamed(title) : text.nowNamed(title)}
            onClick=${onBegin}
          >
            ${state === 'done' ? text.change : text.now}
          </button>`
        }
      </header>
      ${state === 'done' && html`<p class="muted">${doneSentence(step, house)}</p>`}
      ${open && why && state !== 'done' && html`<p class="muted">${why}</p>`}
      ${open && children && html`<div class="step-body">${children}</div>`}
      ${
        open &&
        step !== 'board' &&
        html`<footer>
          ${
            state === 'done'
              ? html`<button type="button" class="button button-primary" onClick=${onLeave}>${text.goOn}</button>`
              : html`<button type="button" class="button" aria-label=${text.laterNamed(title)} onClick=${onLater}>
                  ${text.later}
                </button>`
          }
        </footer>`
      }
    </div>
  </li>`
}

function doneSentence(step: StepName, { services }: House): string {
  const urlOf = (wanted: string): string => services.find(({ name }) => name === wanted)?.url ?? ''
  if (step === 'plex') return text.steps.plex.done(urlOf('plex'))
  if (step === 'seerr') return text.steps.seerr.done(urlOf('overseerr'))
  return text.steps[step].done
}
