import type { Generated } from 'kysely'
import type { WebhookSource } from '../../contracts/webhooks.ts'
import { defineDomain } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'

export interface WebhookTables {
  door: {
    source: WebhookSource
    /** Sealed; opened to show the address. */
    secret: string
    /** Grows with each rotation. */
    version: Generated<number>
    created_at: Generated<Date>
    rotated_at: Generated<Date>
    last_received_at: Date | null
  }
}

export const webhooks = defineDomain<WebhookTables>({ name: 'webhooks', migrations: { '0001_init': init } })
