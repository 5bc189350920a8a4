import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { AlertRule } from '../../../contracts/alerts.ts'
import { api } from '../../api.ts'
import { capitalised } from '../../format/actor.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { SeverityLine } from '../../parts/severity.ts'
import { say, sayFailure } from '../../state/notices.ts'
import { carryOut } from '../../state/outcomes.ts'
import { conditionWords, scopeWords } from './words.ts'

const text = t.rules

interface Props {
  rules: readonly AlertRule[]
  onChanged: () => void
  onRemove: (rule: AlertRule) => void
}

/** Every rule: what it says, how bad that is, and its switch. */
export const RuleList = ({ rules, onChanged, onRemove }: Props) =>
  html`<ul class="rows panel" aria-label=${text.list}>
    ${rules.map((rule) => html`<${Row} key=${rule.id} rule=${rule} onChanged=${onChanged} onRemove=${onRemove} />`)}
  </ul>`

function Row({ rule, onChanged, onRemove }: { rule: AlertRule } & Omit<Props, 'rules'>) {
  const { id, name, kind, condition, severity, enabled, labels, scope, shipped } = rule
  /** What the switch was turned to and the portal has not answered yet. */
  const [turned, setTurned] = useState<boolean>()
  const turn = async (on: boolean): Promise<void> => {
    setTurned(on)
    try {
      await carryOut(api.updateRule({ id, name, kind, condition, severity, labels, scope, enabled: on }))
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
      <p>
        <a class="rule-name break" href="/alerts/rules/${id}">${name}</a>
        ${shipped && html` <span class="tag" title=${text.shippedMore}>${text.shipped}</span>`}
      </p>
      <p>${conditionWords({ kind, condition })}</p>
      <p class="muted small">
        ${capitalised(scopeWords({ kind, condition, scope }))}
        ${Object.entries(labels).map(([label, value]) => html` <span key=${label} class="tag">${label}=${value}</span>`)}
      </p>
    </div>
    <${SeverityLine} severity=${severity} />
    <div class="row-actions">
      <a class="button-icon" href="/alerts/rules/${id}" aria-label=${text.edit(name)}><${Icon} name="pencil" /></a>
      <button type="button" class="button-icon" aria-label=${text.removeNamed(name)} onClick=${() => onRemove(rule)}>
        <${Icon} name="trash" />
      </button>
    </div>
  </li>`
}
