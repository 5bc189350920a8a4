import { html } from 'htm/preact'
import type { RouteAnswer } from '../../../contracts/http.ts'
import { fileSize } from '../../format/number.ts'
import { t } from '../../messages.ts'
import { Time } from '../../parts/time.ts'

const text = t.backups
type Backup = RouteAnswer<'listBackups'>['items'][number]

/** Every backup that is kept, newest first. */
export function BackupList({ backups }: { backups: readonly Backup[] }) {
  return html`<table class="cards-table backups-table" role="table">
    <caption class="unseen">
      ${text.list}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${(['time', 'size', 'key', 'file'] as const).map(
          (column) => html`<th key=${column} role="columnheader" scope="col">${text.columns[column]}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${backups.map(
        ({ file, madeAt, sizeBytes, withKey }) =>
          html`<tr role="row" key=${file}>
            <th role="rowheader" scope="row" class="cell-made"><${Time} at=${madeAt} /></th>
            <td role="cell" class="cell-size">${fileSize(sizeBytes)}</td>
            <td role="cell" class="cell-key muted">
              <span class="only-narrow">${text.columns.key}: </span>${withKey ? text.withKey : text.withoutKey}
            </td>
            <td role="cell" class="cell-file mono small break">${file}</td>
          </tr>`,
      )}
    </tbody>
  </table>`
}
