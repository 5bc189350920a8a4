import { html } from 'htm/preact'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { t } from '../../messages.ts'

export type Quota = RouteAnswer<'ownQuota'>

/** What is left of what a person may ask for; nothing where there is no limit. */
export function QuotaLine({ quota }: { quota: Quota | undefined }) {
  if (!quota || quota.limit === null) return null
  const { limit, remaining } = quota
  return remaining === 0
    ? html`<p class="ask-none">${t.title.ask.none(limit)}</p>`
    : html`<p class="muted">${t.title.ask.left(remaining ?? 0, limit)}</p>`
}
