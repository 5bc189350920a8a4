import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Monitor } from '../../contracts/status.ts'
import { api } from '../api.ts'
import { byName } from '../format/locale.ts'
import { t } from '../messages.ts'
import { Confirm } from '../parts/confirm.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { focusTitle, PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place } from '../router.ts'
import { say, sayFailure } from '../state/notices.ts'
import { carryOut } from '../state/outcomes.ts'
import { useAnswer } from '../state/use-answer.ts'
import { ServicesTabs } from '../parts/services-tabs.ts'
import { Editor } from './services/editor.ts'
import { decidedBy, Elsewhere } from './services/elsewhere.ts'
import { MonitorList } from './services/list.ts'

const CHANGED_BY = ['status.monitor-added', 'status.monitor-updated', 'status.monitor-removed'] as const

/** All of them, however many pages they come in. */
async function fetchMonitors(): Promise<Monitor[]> {
  const all: Monitor[] = []
  let cursor: string | undefined
  do {
    const page = await api.listMonitors(cursor ? { limit: 500, cursor } : { limit: 500 })
    all.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return all.toSorted((a, b) => byName(a.name, b.name))
}

/** What MediaNest watches, and how. */
export function Services() {
  const { answer: monitors, error, reload } = useAnswer(fetchMonitors, CHANGED_BY)
  const [leaving, setLeaving] = useState<Monitor>()

  const removed = useRef<string>(undefined)
  // the button that was pressed goes with its row
  useEffect(() => {
    if (!removed.current || leaving || !monitors || monitors.some(({ id }) => id === removed.current)) return
    removed.current = undefined
    if (document.activeElement === document.body) focusTitle()
  }, [monitors, leaving])

  const asked = /^\/services\/(new|[^/]+(?=\/edit$))/.exec(place.value.path)?.[1]
  const edited = monitors?.find(({ id }) => id === asked)
  const groups = [...new Set(monitors?.flatMap(({ group }) => group ?? []))].toSorted(byName)
  const close = (): void => go('/services')

  const remove = async (monitor: Monitor): Promise<void> => {
    let left = false
    try {
      await carryOut(api.removeMonitor({ id: monitor.id }), () => {
        left = true
        setLeaving(undefined)
      })
      say('ok', t.services.removed(monitor.name))
      removed.current = monitor.id
      setLeaving(undefined)
      reload()
    } catch (problem) {
      if (!left) throw problem
      sayFailure(problem)
    }
  }
  const empty = monitors?.length === 0
  return html`<${PageHead} title=${t.titles.services} lead=${html`<p>${t.services.lead}</p>`}>
      <button type="button" class="button button-primary" onClick=${() => go('/services/new')}>
        <${Icon} name="plus" />${t.services.add}
      </button>
    <//>
    <${ServicesTabs} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!monitors && error === undefined && html`<${Bars} />`}
    ${
      monitors &&
      asked &&
      asked !== 'new' &&
      !edited &&
      html`<${Empty} icon="inbox" title=${t.services.notThere.title} text=${t.services.notThere.text}>
        <a class="button" href="/services">${t.services.notThere.back}</a>
      <//>`
    }
    ${empty && html`<${Empty} icon="services" title=${t.services.emptyTitle} text=${t.services.empty} />`}
    ${monitors && !empty && html`<${MonitorList} monitors=${monitors} onRemove=${setLeaving} />`}
    ${edited && decidedBy(edited) && html`<${Elsewhere} monitor=${edited} onClose=${close} />`}
    ${
      (asked === 'new' || (edited && !decidedBy(edited))) &&
      html`<${Editor}
        key=${asked}
        monitor=${edited}
        groups=${groups}
        others=${monitors?.filter(({ id }) => id !== asked) ?? []}
        onClose=${close}
        onSaved=${({ closed }: { closed: boolean }) => {
          if (closed) close()
          reload()
        }}
      />`
    }
    ${
      leaving &&
      html`<${Confirm}
        title=${t.services.removeTitle(leaving.name)}
        text=${t.services.removeText(leaving.name)}
        confirm=${t.services.removeConfirm}
        busy=${t.services.removing}
        danger=${true}
        onConfirm=${() => remove(leaving)}
        onClose=${() => setLeaving(undefined)}
      />`
    }`
}
