import { html } from 'htm/preact'
import { t } from '../../messages.ts'
import { StateMark } from '../../parts/state-mark.ts'
import { Outside } from '../connections/outside.ts'
import { type Breaker, isFailing } from '../connections/state-of.ts'
import { useOutside } from '../connections/use-outside.ts'

const text = t.board.outside

function summary(systems: readonly Breaker[]): string {
  const named = (which: (each: Breaker) => boolean): string[] => [
    ...new Set(systems.filter(which).map(({ system }) => system)),
  ]
  const open = named(({ state }) => state === 'open')
  const trying = named(({ state }) => state === 'half-open')
  const failing = named(isFailing)
  if (systems.length === 0) return text.none
  if (open.length > 0) return text.open(open)
  if (trying.length > 0) return text.trying(trying)
  if (failing.length > 0) return text.failing(failing)
  return text.well(new Set(systems.map(({ system, address }) => `${system} ${address}`)).size)
}

/** How the calls to the systems outside go, in one line; the table unfolds. */
export function OutsidePanel() {
  const systems = useOutside()
  if (!systems) return null
  const bad = systems.some((each) => each.state !== 'closed' || isFailing(each))
  return html`<details class="outside-panel">
    <summary>
      <${StateMark} status=${bad ? 'degraded' : systems.length > 0 ? 'online' : 'unknown'} />
      <b>${text.title}</b><span class=${bad ? 'word-degraded' : 'muted'}>${summary(systems)}</span>
    </summary>
    <${Outside} systems=${systems} />
  </details>`
}
