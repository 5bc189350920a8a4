import { setTimeout as wait } from 'node:timers/promises'
import { pino } from 'pino'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import type { House } from './open-house.ts'

const PATIENCE_MS = 5000

/** Null when nothing runs there, or when it does not answer: an address where nobody is would be tried for ever. */
export async function linkTo(house: House): Promise<NatsLink | null> {
  if (!house.running || house.natsUrl === undefined) return null
  const linking = connectNats(house.natsUrl, house.namespace, pino({ level: 'silent' }))
  linking.catch(() => undefined)
  return Promise.race([linking, wait(PATIENCE_MS, null)])
}
