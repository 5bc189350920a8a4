import type { Service, ServiceState } from '../../../contracts/status.ts'
import { t } from '../../messages.ts'
import { overdueFor, stateNow } from '../../state/board.ts'
import { houseOf, silentFor } from './house.ts'

/** One sentence about the house as it is now, with the reason when not all is well. */
export function verdictNow(all: readonly Service[]): string {
  const silent = silentFor(all, overdueFor)
  return silent === undefined ? t.board.verdict(houseOf(all, stateNow)) : t.board.overdue(silent)
}

/** The state that stands for all: the worst that somebody should look after, and online only when nothing is amiss. */
export function stateOfAll(all: readonly Service[]): ServiceState {
  const { total, working, maintenance, offline, degraded, because } = houseOf(all, stateNow)
  if (offline.length + because > 0) return 'offline'
  if (degraded.length > 0) return 'degraded'
  return total > 0 && working > 0 && working + maintenance === total ? 'online' : 'unknown'
}
