import { signal } from '@preact/signals'
import { api } from '../api.ts'
import { hearTogether } from './live.ts'
import { isAdmin } from './session.ts'

/** How much of what this person was told is not read yet. */
export const unread = signal(0)

/** How many alerts nobody looks after, of those that this person may see. */
export const firing = signal(0)

const MANY = 200

const countUnread = async (): Promise<void> => {
  unread.value = (await api.listNotices({ limit: 1 })).unread
}
const countFiring = async (): Promise<void> => {
  firing.value = (await api.listAlerts({ state: 'open', limit: MANY })).items.length
}
/** A count that cannot be had stays as it was: the page that has the list says why. */
const quietly = (work: () => Promise<void>) => (): void => void work().catch(() => {})

/** Keeps both counts current; answers with the way to stop. */
export function followBell(): () => void {
  const [recount, look] = [quietly(countUnread), quietly(countFiring)]
  recount()
  look()
  const stops = [
    hearTogether(['alerts.notice-left', 'reset'], recount),
    // who runs no house does not hear of alerts, but of the services that they are about
    hearTogether([isAdmin() ? 'alerts.transitioned' : 'status.changed', 'reset'], look),
  ]
  return () => {
    for (const stop of stops) stop()
    unread.value = 0
    firing.value = 0
  }
}
