import type { z } from 'zod'
import type { GetPublicStatus } from '../../../contracts/status-page.ts'
import type { Shown } from './shown.ts'

export type PublicState = z.infer<typeof GetPublicStatus.result>['status']

/** A failure in maintenance is no news to a stranger. */
export const stateOf = (row: Pick<Shown, 'status' | 'maintenance_id' | 'source_maintenance'>): PublicState =>
  row.maintenance_id === null && !row.source_maintenance ? row.status : 'maintenance'

/** From what stands for all to what does only when there is nothing else. */
const ORDER: readonly PublicState[] = ['offline', 'degraded', 'maintenance', 'online', 'unknown']

/** The state of several at once: the worst; `unknown` only where nothing else is known. */
export const stateOfAll = (states: readonly PublicState[]): PublicState =>
  ORDER.find((state) => states.includes(state)) ?? 'unknown'
