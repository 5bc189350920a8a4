import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ApprovalRule } from '../../../contracts/request-rules.ts'
import { api } from '../../api.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { conditionWords } from './words.ts'

const text = t.approval

interface Props {
  rules: readonly ApprovalRule[]
  onChanged: () => void
  onRemove: (rule: ApprovalRule) => void
}

/** Every rule: what it lets pass, what it let pass so far, and its switch. */
export const RuleList = ({ rules, onChanged, onRemove }: Props) =>
  html`<ul class="rows panel" aria-label=${text.list}>
    ${rules.map((rule) => html`<${Row} key=${rule.id} rule=${rule} onChanged=${onChanged} onRemove=${onRemove} />`)}
  </ul>`

function Row({ rule, onChanged, onRemove }: { rule: ApprovalRule } & Omit<Props, 'rules'>) {
  const { id, name, enabled, condition, approved } = rule
  /** What the switch was turned to and the portal has not answered yet. */
  const [turned, setTurned] = useState<boolean>()
  const turn = async (on: boolean): Promise<void> => {
    setTurned(on)
    try {
      await carryOut(api.updateApprovalRule({ id, enabled: on }))
      say('ok', on ? text.turnedOn(name) : text.turnedOff(name))
      onChanged()
    } catch (problem) {
      sayFailure(problem)
    } finally {
      setTurned(undefined)
    }
  }
  return html`<li class="row rule ${enabled ? '' : 'rule-off'}">
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        aria-label=${text.on(name)}
        checked=${turned ?? enabled}
        onChange=${(event: Event) => void turn((event.currentTarget as HTMLInputElement).checked)}
      />
    </label>
    <div class="row-text">
      <p><a class="rule-name break" href="/requests/rules/${id}">${name}</a></p>
      <p>${capitalised(conditionWords(condition))}</p>
      <p class="muted small">${capitalised(text.approved(approved))}</p>
    </div>
    <div class="row-actions">
      <a class="button-icon" href="/requests/rules/${id}" aria-label=${text.edit(name)}><${Icon} name="pencil" /></a>
      <button type="button" class="button-icon" aria-label=${text.removeNamed(name)} onClick=${() => onRemove(rule)}>
        <${Icon} name="trash" />
      </button>
    </div>
  </li>`
}
