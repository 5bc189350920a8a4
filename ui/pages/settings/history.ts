import { html } from 'htm/preact'
import { useState } from 'preact/hooks'
import type { ConfigChange } from '../../../contracts/settings.ts'
import { api } from '../../api.ts'
import { actorName } from '../../format/actor.ts'
import { exactTime } from '../../format/time.ts'
import { t } from '../../messages.ts'
import { Empty } from '../../parts/empty.ts'
import { Icon } from '../../parts/icon.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { usePages } from '../journal/use-pages.ts'
import { Differences } from './differences.ts'
import { GoBack } from './go-back.ts'
import { useDescribed, type Described } from './use-described.ts'

const text = t.settings.history

/** Every change of settings and connections, and the way back to any of them. */
export function History() {
  const { answer: described, error: trouble } = useDescribed()
  const pages = usePages<ConfigChange>('history', (cursor, signal) =>
    api.configHistory(cursor ? { cursor } : {}, signal),
  )
  const [returning, setReturning] = useState<ConfigChange>()
  const error = pages.error ?? trouble
  if (error !== undefined) return html`<${Problem} error=${error} onRetry=${pages.reload} />`
  if (!pages.items || !described) return html`<${Bars} rows=${6} />`
  if (pages.items.length === 0) {
    return html`<${Empty} icon="history" title=${text.empty} text=${text.emptyText} />`
  }
  return html`<ol class="history" aria-label=${text.list}>
      ${pages.items.map(
        (change, at) =>
          html`<li key=${change.id} class="panel">
            <${Changed}
              change=${change}
              described=${described}
              current=${at === 0}
              onReturn=${() => setReturning(change)}
            />
          </li>`,
      )}
    </ol>
    ${
      pages.hasMore &&
      html`<button type="button" class="button button-wide" aria-disabled=${pages.loadingMore} onClick=${pages.more}>
        ${pages.loadingMore ? t.journal.loadingMore : t.journal.more}
      </button>`
    }
    ${
      returning &&
      html`<${GoBack}
        change=${returning}
        described=${described}
        onClose=${() => setReturning(undefined)}
        onDone=${() => {
          setReturning(undefined)
          pages.reload()
        }}
      />`
    }`
}

interface ChangedProps {
  change: ConfigChange
  described: Described
  /** The latest one: everything is set as it left it. */
  current: boolean
  onReturn: () => void
}

function Changed({ change, described, current, onReturn }: ChangedProps) {
  const { at, actor, actorName: name, changes } = change
  return html`<header class="history-head">
      <p>
        <b>${name ?? (actor.startsWith('user:') ? text.someone : actorName(actor))}</b>${' '}
        <span class="muted"><${Time} at=${at} /></span>
      </p>
      ${
        current
          ? html`<span class="tag">${text.current}</span>`
          : html`<button
              type="button"
              class="button"
              aria-label=${text.goBackNamed(exactTime(Date.parse(at)))}
              onClick=${onReturn}
            >
              <${Icon} name="rotate" />${text.goBack}
            </button>`
      }
    </header>
    ${
      changes.length === 0
        ? html`<p class="muted">${text.beginning}</p>`
        : html`<${Differences} changes=${changes} described=${described.settings} titles=${described.titles} />`
    }`
}
