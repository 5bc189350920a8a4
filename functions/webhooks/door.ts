import { createHash, randomBytes } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { Webhook, WebhookDoor } from '../../contracts/webhooks.ts'
import type { StateStore } from '../../bus/index.ts'
import type { WebhookTables } from './domain.ts'

export type Door = Selectable<WebhookTables['door']>

/** 192 bits that nobody guesses; senders sign nothing, so this is what lets them in. */
export const newSecret = (): string => randomBytes(24).toString('base64url')

/** Lets the edge know what the secret in the address must hash to. An older version never replaces a newer one. */
export async function openDoor(
  store: StateStore<typeof WebhookDoor>,
  door: Door,
  open: (sealed: string) => string,
): Promise<void> {
  const { version } = door
  const sha256 = createHash('sha256').update(open(door.secret)).digest('hex')
  await store.put(door.source, { sha256, rotatedAt: door.rotated_at.toISOString(), version }, { version })
}

/** The door as an admin sees it, with the whole address. */
export const toWebhook = (door: Door, baseUrl: string, open: (sealed: string) => string): Webhook => ({
  source: door.source,
  url: `${baseUrl.replace(/\/+$/, '')}/hooks/${door.source}/${open(door.secret)}`,
  createdAt: door.rotated_at.toISOString(),
  lastReceivedAt: door.last_received_at?.toISOString() ?? null,
})
