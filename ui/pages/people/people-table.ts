import { html } from 'htm/preact'
import type { UserRecord } from '../../../contracts/people.ts'
import { t } from '../../messages.ts'
import { Icon } from '../../parts/icon.ts'
import { Time } from '../../parts/time.ts'
import { session } from '../../state/session.ts'

const text = t.people

/** Everybody, as a table that becomes cards on a phone. */
export function PeopleTable({ people }: { people: readonly UserRecord[] }) {
  return html`<table class="cards-table people-table" role="table">
    <caption class="unseen">
      ${t.titles.people}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['name', 'role', 'status', 'devices', 'lastSignIn'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
        <th role="columnheader" scope="col"><span class="unseen">${text.columns.actions}</span></th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${people.map((person) => html`<${Row} key=${person.id} person=${person} />`)}
    </tbody>
  </table>`
}

/** How somebody stands with Plex, in words. */
export function plexWords({ plexState, plexUsername }: UserRecord): string {
  if (plexState === 'none') return text.plex.none
  if (plexState === 'broken') return text.plex.broken
  return plexUsername ? text.plex.linked(plexUsername) : text.plex.linkedPlain
}

export const StatusTag = ({ status }: { status: UserRecord['status'] }) =>
  html`<span class="tag ${status === 'active' ? 'tag-ok' : 'tag-bad'}">${text.status[status]}</span>`

function Row({ person }: { person: UserRecord }) {
  const { id, username, email, role, status, devices, twoFactor, lastSignInAt } = person
  return html`<tr role="row">
    <th role="rowheader" scope="row" class="cell-name">
      <span
        ><a href="/people/${id}">${username}</a
        >${id === session.value?.user.id && html` <span class="tag">${text.you}</span>`}</span
      >
      <span class="muted small">${email ? `${email} · ` : ''}${plexWords(person)}</span>
    </th>
    <td role="cell" class="cell-role">${text.role[role]}</td>
    <td role="cell" class="cell-status"><${StatusTag} status=${status} /></td>
    <td role="cell" class="cell-devices">
      ${text.devices(devices)}${twoFactor && html`<span class="muted small block">${text.twoFactor}</span>`}
    </td>
    <td role="cell" class="cell-seen">${lastSignInAt ? html`<${Time} at=${lastSignInAt} />` : text.never}</td>
    <td role="cell" class="cell-actions">
      <a class="button-icon" href="/people/${id}" aria-label=${text.open(username)}><${Icon} name="chevron" /></a>
    </td>
  </tr>`
}
