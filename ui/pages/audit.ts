import { html } from 'htm/preact'
import type { Entry } from '../../contracts/journal.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { Empty } from '../parts/empty.ts'
import { Icon } from '../parts/icon.ts'
import { PageHead } from '../parts/page-head.ts'
import { Problem } from '../parts/problem.ts'
import { SettingsTabs } from '../parts/settings-tabs.ts'
import { Bars } from '../parts/skeleton.ts'
import { go, place, withQuery } from '../router.ts'
import { FilterForm } from './audit/filter-form.ts'
import { AuditList } from './audit/list.ts'
import { csvAddress, filtersOf, questionOf, type Filters } from './audit/question.ts'
import { usePages } from './journal/use-pages.ts'

const text = t.audit

/** The journal from the side of those who do things; also as a table to take along. */
export function Audit() {
  const filters = filtersOf(place.value.query)
  const question = questionOf(filters)
  const { items, error, hasMore, loadingMore, more, reload } = usePages<Entry>(
    JSON.stringify(question),
    (cursor, signal) => api.audit(cursor ? { ...question, cursor } : question, signal),
  )
  const narrowed = Object.keys(filters).length > 0
  const change = (next: Filters): void => go(withQuery('/audit', next), { replace: true })
  return html`<${PageHead} title=${t.titles.audit} lead=${html`<p>${text.lead}</p>`}>
      <a class="button" href=${csvAddress(question)} download title=${text.csvMore}>
        <${Icon} name="download" />${text.csv}
      </a>
    <//>
    <${SettingsTabs} />
    <${FilterForm} filters=${filters} onChange=${change} />
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} rows=${10} />`}
    ${
      items?.length === 0 &&
      html`<${Empty}
        icon="journal"
        title=${narrowed ? text.noMatchTitle : text.emptyTitle}
        text=${narrowed ? text.noMatch : text.empty}
      />`
    }
    ${items && items.length > 0 && html`<${AuditList} entries=${items} />`}
    ${
      hasMore
        ? html`<button type="button" class="button button-wide" aria-disabled=${loadingMore} onClick=${more}>
            ${loadingMore ? t.journal.loadingMore : t.journal.more}
          </button>`
        : items && items.length > 0 && html`<p class="muted small journal-end">${t.journal.end}</p>`
    }`
}
