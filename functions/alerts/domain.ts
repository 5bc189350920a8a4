import { defineDomain } from '../../bus/index.ts'
import type { DeliveryTables } from './delivery/tables.ts'
import type { EngineTables } from './engine/tables.ts'
import { engine } from './migrations/0001-engine.ts'
import { delivery } from './migrations/0002-delivery.ts'
import { sealedEmail } from './migrations/0003-sealed-email.ts'
import { requestNews } from './migrations/0004-request-news.ts'

export type AlertTables = EngineTables & DeliveryTables

export const alerts = defineDomain<AlertTables>({
  name: 'alerts',
  migrations: {
    '0001_engine': engine,
    '0002_delivery': delivery,
    '0003_sealed_email': sealedEmail,
    '0004_request_news': requestNews,
  },
})
