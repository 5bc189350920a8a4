import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { AlertRule } from '../../contracts/alerts.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Confirm } from '../parts/confirm.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { useLeadOn } from '../parts/use-lead-on.ts'
import { go, place } from '../router.ts'
import { say, sayFailure } from '../state/notices.ts'
import { carryOut } from '../state/outcomes.ts'
import { useAnswer } from '../state/use-answer.ts'
import { AlertTabs } from './alerts/tabs.ts'
import { Editor } from './rules/editor.ts'
import { RuleList } from './rules/list.ts'

const text = t.rules
const HERE = '/alerts/rules'

/** All of them, however many pages they come in. */
async function fetchRules(): Promise<AlertRule[]> {
  const all: AlertRule[] = []
  let cursor: string | undefined
  do {
    const page = await api.listRules(cursor ? { limit: 200, cursor } : { limit: 200 })
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return all
}

/** What raises alerts. */
export function Rules() {
  const { answer: rules, error, reload } = useAnswer(fetchRules, ['alerts.rule-changed'])
  const [leaving, setLeaving] = useState<AlertRule>()
  const leadOn = useLeadOn(rules)
  const asked = /^\/alerts\/rules\/([\w-]+)$/.exec(place.value.path)?.[1]
  const edited = rules?.find(({ id }) => id === asked)
  const missing = rules && asked && asked !== 'new' && !edited
  const close = (): void => go(HERE)
  const stay = (): void => setLeaving(undefined)
  const remove = async ({ id, name }: AlertRule): Promise<void> => {
    let left = false
    try {
      await carryOut(api.removeRule({ id }), () => {
        left = true
        stay()
      })
      say('ok', text.removed(name))
      stay()
      leadOn()
      reload()
    } catch (problem) {
      if (!left) throw problem
      sayFailure(problem)
    }
  }
  return html`<${PageHead} title=${t.titles.rules} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button button-primary" onClick=${() => go(`${HERE}/new`)}>
        <${Icon} name="plus" />${text.add}
      </button>
    <//>
    <${AlertTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!rules && error === undefined && html`<${Bars} />`}
    ${
      missing &&
      html`<${Empty} icon="inbox" title=${text.gone.title} text=${text.gone.text}>
        <a class="button" href=${HERE}>${text.gone.back}</a>
      <//>`
    }
    ${rules?.length === 0 && html`<${Empty} icon="siren" title=${text.emptyTitle} text=${text.empty} />`}
    ${
      rules &&
      rules.length > 0 &&
      !missing &&
      html`<${RuleList} rules=${rules} onChanged=${reload} onRemove=${setLeaving} />`
    }
    ${
      (asked === 'new' || edited) &&
      html`<${Editor}
        key=${asked}
        rule=${edited}
        onClose=${close}
        onSaved=${() => {
          close()
          reload()
        }}
      />`
    }
    ${
      leaving &&
      html`<${Confirm}
        title=${text.removeTitle(leaving.name)}
        text=${text.removeText}
        confirm=${text.remove}
        busy=${text.removing}
        danger=${true}
        onConfirm=${() => remove(leaving)}
        onClose=${stay}
      />`
    }`
}
