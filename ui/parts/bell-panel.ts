import { html } from 'htm/preact'
import { useEffect } from 'preact/hooks'
import type { Notice } from '../../contracts/notices.ts'
import { api } from '../api.ts'
import { t } from '../messages.ts'
import { unread } from '../state/bell.ts'
import { sayFailure } from '../state/notices.ts'
import { useList } from '../state/use-list.ts'
import { Problem } from './problem.ts'
import { SeverityMark } from './severity.ts'
import { Bars } from './skeleton.ts'
import { Time } from './time.ts'

const text = t.bell
const PER_PAGE = 20

/** What this person was told, newest first; opening one marks it as read and leads to what it is about. */
export function BellPanel({ onClose }: { onClose: () => void }) {
  const { items, error, hasMore, more, reload } = useList(
    'mine',
    (cursor, signal) => api.listNotices(cursor ? { limit: PER_PAGE, cursor } : { limit: PER_PAGE }, signal),
    ['alerts.notice-left'],
  )
  // read in another tab, or on another device
  useEffect(() => {
    if (items) reload()
  }, [unread.value])
  const read = async (which: { ids: string[] } | { upTo: string }): Promise<void> => {
    try {
      unread.value = (await api.readNotices(which)).unread
    } catch (problem) {
      sayFailure(problem)
    }
  }
  const [newest] = items ?? []
  return html`<div class="bell-head">
      <h2>${text.title}</h2>
      ${
        newest &&
        unread.value > 0 &&
        html`<button type="button" class="link" onClick=${() => void read({ upTo: newest.at })}>
          ${text.allRead}
        </button>`
      }
    </div>
    ${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
    ${!items && error === undefined && html`<${Bars} rows=${3} />`}
    ${items?.length === 0 && html`<p class="muted bell-empty">${text.emptyTitle}. ${text.empty}</p>`}
    ${
      items &&
      items.length > 0 &&
      html`<ul class="bell-list" tabindex="0" aria-label=${text.title}>
        ${items.map(
          (notice) =>
            html`<${One}
              key=${notice.id}
              notice=${notice}
              onOpen=${() => {
                if (!notice.readAt) void read({ ids: [notice.id] })
                onClose()
              }}
            />`,
        )}
        ${hasMore && html`<li><button type="button" class="link bell-more" onClick=${more}>${t.alerts.more}</button></li>`}
      </ul>`
    }
    <div class="bell-foot">
      <a href="/alerts" onClick=${onClose}>${text.all}</a>
      <a href="/account#told" onClick=${onClose}>${text.preferences}</a>
    </div>`
}

function One({ notice: { title, body, severity, path, at, readAt }, onOpen }: { notice: Notice; onOpen: () => void }) {
  return html`<li class=${readAt ? 'bell-read' : 'bell-unread'}>
    <a class="bell-notice" href=${path} onClick=${onOpen}>
      <${SeverityMark} severity=${severity} />
      <span class="bell-text">
        <span class="bell-title break">
          ${!readAt && html`<span class="tag">${text.unreadMark}</span> `}
          <span class="unseen">${t.alerts.severity[severity]}: </span>${title}
        </span>
        ${body && html`<span class="muted small block break bell-body">${body}</span>`}
        <span class="muted small block"><${Time} at=${at} focusable=${false} /></span>
      </span>
    </a>
  </li>`
}
