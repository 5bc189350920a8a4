import { html } from 'htm/preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Invitation } from '../../../contracts/people.ts'
import { api } from '../../api.ts'
import { t } from '../../messages.ts'
import { Confirm } from '../../parts/confirm.ts'
import { Empty } from '../../parts/empty.ts'
import { Problem } from '../../parts/problem.ts'
import { Bars } from '../../parts/skeleton.ts'
import { Time } from '../../parts/time.ts'
import { useLeadOn } from '../../parts/use-lead-on.ts'
import { say } from '../../state/notices.ts'
import { useList } from '../../state/use-list.ts'

const text = t.people.invitations
const CHANGED_BY = ['auth.invitation-made', 'auth.invitation-revoked', 'auth.user-added'] as const
const TONE = { open: 'tag-ok', used: '', expired: '', revoked: 'tag-bad' } as const

/** Whom the house has asked in, and what became of it. */
export function Invitations({ made }: { made: number }) {
  const { items, error, hasMore, more, reload } = useList(
    'all',
    (cursor, signal) => api.listInvitations(cursor ? { cursor } : {}, signal),
    CHANGED_BY,
  )
  const first = useRef(true)
  useEffect(() => {
    if (!first.current) reload()
    first.current = false
  }, [made])
  const [leaving, setLeaving] = useState<Invitation>()
  const leadOn = useLeadOn(items)
  const revoke = async ({ id }: Invitation): Promise<void> => {
    await api.revokeInvitation({ id })
    setLeaving(undefined)
    say('ok', text.revoked)
    leadOn()
    reload()
  }
  return html`${error !== undefined && html`<${Problem} error=${error} onRetry=${reload} />`}
  ${!items && error === undefined && html`<${Bars} rows=${3} />`}
  ${items?.length === 0 && html`<${Empty} icon="inbox" title=${text.emptyTitle} text=${text.emptyText} />`}
  ${
    items &&
    items.length > 0 &&
    html`<ul class="rows panel">
      ${items.map((one) => html`<${Row} key=${one.id} invitation=${one} onRevoke=${() => setLeaving(one)} />`)}
    </ul>`
  }
  ${hasMore && html`<button type="button" class="button more-button" onClick=${more}>${t.people.more}</button>`}
  ${
    leaving &&
    html`<${Confirm}
      title=${text.revokeTitle}
      text=${text.revokeText}
      more=${leaving.note ?? undefined}
      confirm=${text.revoke}
      busy=${text.revokeBusy}
      danger=${true}
      onConfirm=${() => revoke(leaving)}
      onClose=${() => setLeaving(undefined)}
    />`
  }`
}

function Row({ invitation, onRevoke }: { invitation: Invitation; onRevoke: () => void }) {
  const { note, role, state, usedBy, createdAt, expiresAt } = invitation
  return html`<li class="row">
    <div class="row-text">
      <p><b class="break">${note ?? text.unnamed}</b> <span class="tag ${TONE[state]}">${text.state[state]}</span></p>
      <p class="muted small">
        ${t.people.role[role]} · ${text.createdBefore} <${Time} at=${createdAt} /> ·
        ${` ${state === 'used' && usedBy ? text.usedBy(usedBy) : text.until(Date.parse(expiresAt))}`}
      </p>
    </div>
    ${
      state === 'open' &&
      html`<button
        type="button"
        class="button"
        aria-label=${text.revokeNamed(note ?? text.unnamed)}
        onClick=${onRevoke}
      >
        ${text.revoke}
      </button>`
    }
  </li>`
}
