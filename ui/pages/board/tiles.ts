import { html } from 'htm/preact'
import { useMemo } from 'preact/hooks'
import type { Service } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { onArrowKey } from '../../parts/arrow-keys.ts'
import { type Group, groupsOf } from './groups.ts'
import type { StateOf } from './house.ts'
import { LiveTile, Tile } from './tile.ts'
import { usePaced } from './use-paced.ts'

interface Props {
  services: readonly Service[]
  stateOf: StateOf
  /** The time that is looked back at; undefined is now. */
  at?: number | undefined
}

/** All tiles by group. */
export function Tiles({ services, stateOf, at }: Props) {
  const groups = useMemo(() => groupsOf(services, stateOf), [services, stateOf])
  const drawn = usePaced(services.length)
  const before = groups.map((_, place) => groups.slice(0, place).reduce((sum, { house }) => sum + house.total, 0))
  return html`<div class="board-frame">
    <div class="board" onKeyDown=${onArrowKey}>
      ${groups.map(
        (group, place) =>
          html`<${GroupOfTiles}
            key=${group.name}
            group=${group}
            alone=${groups.length === 1}
            drawn=${drawn - (before[place] ?? 0)}
            at=${at}
          />`,
      )}
    </div>
  </div>`
}

interface GroupProps {
  group: Group
  alone: boolean
  /** How many of its tiles may be drawn by now. */
  drawn: number
  at: number | undefined
}

function GroupOfTiles({ group, alone, drawn, at }: GroupProps) {
  const name = group.name ?? t.board.ungrouped
  return html`<section class="group" aria-label=${name} style=${{ '--size': group.services.length }}>
    <h2 class=${alone && group.name === null ? 'unseen' : 'group-name'}>
      ${name}<span class="unseen">: </span><span class="group-state">${t.board.groupState(group.house)}</span>
    </h2>
    <ul class="tiles">
      ${group.services.map((service, place) => html`<li key=${service.id}>${place < drawn && tile(service, at)}</li>`)}
    </ul>
  </section>`
}

const tile = (service: Service, at: number | undefined) =>
  at === undefined
    ? html`<${LiveTile} id=${service.id} />`
    : html`<${Tile} service=${service} status=${service.status} overdue=${false} now=${at} />`
