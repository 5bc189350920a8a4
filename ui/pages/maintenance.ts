import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { Maintenance } from '../../contracts/maintenance.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Confirm } from '../parts/confirm.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { ServicesTabs } from '../parts/services-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { say, sayFailure } from '../state/notices.ts'
import { carryOut } from '../state/outcomes.ts'
import { useList } from '../state/use-list.ts'
import { Windows } from './maintenance/list.ts'
import { Planner } from './maintenance/planner.ts'
import { cancellingOf } from './maintenance/words.ts'

const text = t.maintenance

const CHANGED_BY = [
  'status.maintenance-planned',
  'status.maintenance-cancelled',
  'status.maintenance-began',
  'status.maintenance-ended',
] as const

/** Windows in which failures raise nothing: planned, changed and cancelled here. */
export function MaintenancePage() {
  const { items, error, hasMore, more, reload } = useList<Maintenance>(
    '',
    (cursor, signal) => api.listMaintenance(cursor ? { cursor } : {}, signal),
    CHANGED_BY,
  )
  const [planning, setPlanning] = useState<Maintenance | 'new'>()
  const [leaving, setLeaving] = useState<Maintenance>()
  const close = (): void => setPlanning(undefined)

  const cancel = async (window: Maintenance): Promise<void> => {
    let left = false
    try {
      await carryOut(api.cancelMaintenance({ id: window.id }), () => {
        left = true
        setLeaving(undefined)
      })
      say('ok', text.cancelled(window.title))
      setLeaving(undefined)
      reload()
    } catch (problem) {
      if (!left) throw problem
      sayFailure(problem)
    }
  }
  return html`<${PageHead} title=${t.titles.maintenance} lead=${html`<p>${text.lead}</p>`}>
      <button type="button" class="button button-primary" onClick=${() => setPlanning('new')}>
        <${Icon} name="plus" />${text.plan}
      </button>
    <//>
    <${ServicesTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} />`}
    ${items?.length === 0 && html`<${Empty} icon="history" title=${text.emptyTitle} text=${text.empty} />`}
    ${items && items.length > 0 && html`<${Windows} windows=${items} onChange=${setPlanning} onCancel=${setLeaving} />`}
    ${hasMore && html`<button type="button" class="button" onClick=${more}>${text.more}</button>`}
    ${
      planning &&
      html`<${Planner}
        window=${planning === 'new' ? undefined : planning}
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
        title=${text.cancelTitle(leaving.title)}
        text=${cancellingOf(leaving)}
        confirm=${text.cancelConfirm}
        busy=${text.cancelling}
        danger=${true}
        onConfirm=${() => cancel(leaving)}
        onClose=${() => setLeaving(undefined)}
      />`
    }`
}
