import type { Transaction } from 'kysely'
import type { Alert, TRANSITIONS } from '../../../contracts/alerts.ts'
import type { AlertTables } from '../domain.ts'

/** A change in the life of an alert that people are told of. */
export interface Told {
  /** Of the transition; the same however often its cause is handled. */
  id: string
  transition: (typeof TRANSITIONS)[number]
  /** When it happened, which may be long before now. */
  at: Date
  /** As it stands after the change. */
  alert: Alert
  incident: { id: string; title: string } | null
  /** Who did it, where a person did. */
  actor: string | null
  /** How to put it in one sentence: what was seen. */
  text: string
}

/**
 * Queues a message for every channel and every person that wants to know, in the transaction that makes the change. Who
 * was told of this transition already is not told again.
 */
export async function queueDeliveries(_tx: Transaction<AlertTables>, _told: readonly Told[], _now: Date): Promise<void> {}
