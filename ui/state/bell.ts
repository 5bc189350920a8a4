import { signal } from '@preact/signals'
import { api } from '../api.ts'
import { hearTogether } from './live.ts'
import { isAdmin } from './session.ts'

/** How much of what this person was told is not read yet. */
export const unread = signal(0)

/** How many alerts nobody looks after, of those that this person may see. */
export const firing = signal(0)

/** How many requests wait for whoever runs the house; 0 for others. */
export const toDecide = signal(0)

const MANY = 200

const countUnread = async (): Promise<void> => {
  unread.value = (await api.listNotices({ limit: 1 })).unread
}
const countFiring = async (): Promise<void> => {
  firing.value = (await api.listAlerts({ state: 'open', limit: MANY })).items.length
}
const countToDecide = async (): Promise<void> => {
  if (isAdmin()) toDecide.value = (await api.listRequests({ filter: 'pending', limit: 1 })).pending
}
/** A count that cannot be had stays as it was: the page that has the list says why. */
const quietly = (work: () => Promise<void>) => (): void => void work().catch(() => {})

/** Keeps the counts current; answers with the way to stop. */
export function followBell(): () => void {
  const [recount, look, decide] = [quietly(countUnread), quietly(countFiring), quietly(countToDecide)]
  recount()
  look()
  decide()
  const stops = [
    hearTogether(['alerts.notice-left', 'reset'], recount),
    hearTogether(['requests.moved', 'reset'], decide),
    // who runs no house does not hear of alerts, but of the services that they are about
    hearTogether([isAdmin() ? 'alerts.transitioned' : 'status.changed', 'reset'], look),
  ]
  return () => {
    for (const stop of stops) stop()
    unread.value = 0
    firing.value = 0
    toDecide.value = 0
  }
}
