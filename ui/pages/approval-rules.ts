import '../style/requests.css'
import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ApprovalRule } from '../../contracts/request-rules.ts'
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
import { Editor } from './approval-rules/editor.ts'
import { RuleList } from './approval-rules/list.ts'
import { RequestTabs } from './requests/tabs.ts'

const text = t.approval
const HERE = '/requests/rules'

/** What approves requests without anybody. */
export function ApprovalRules() {
  const { answer, error, reload } = useAnswer(() => api.listApprovalRules(), ['requests.rule-changed'])
  const rules = answer?.items
  const [leaving, setLeaving] = useState<ApprovalRule>()
  const leadOn = useLeadOn(rules)
  const asked = /^\/requests\/rules\/([\w-]+)$/.exec(place.value.path)?.[1]
  const edited = rules?.find(({ id }) => id === asked)
  const missing = rules && asked && asked !== 'new' && !edited
  const close = (): void => go(HERE)
  const stay = (): void => setLeaving(undefined)
  const remove = async ({ id, name }: ApprovalRule): Promise<void> => {
    let left = false
    try {
      await carryOut(api.removeApprovalRule({ id }), () => {
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
  return html`<${PageHead} title=${t.titles.approvalRules} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button button-primary" onClick=${() => go(`${HERE}/new`)}>
        <${Icon} name="plus" />${text.add}
      </button>
    <//>
    <${RequestTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!rules && error === undefined && html`<${Bars} rows=${3} />`}
    ${
      missing &&
      html`<${Empty} icon="inbox" title=${text.gone.title} text=${text.gone.text}>
        <a class="button" href=${HERE}>${text.gone.back}</a>
      <//>`
    }
    ${rules?.length === 0 && html`<${Empty} icon="check" title=${text.emptyTitle} text=${text.empty} />`}
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
