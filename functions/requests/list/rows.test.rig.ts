import { randomUUID } from 'node:crypto'
import type { Insertable } from 'kysely'
import { Client } from 'pg'
import { onClient } from '../../../bus/pg/kysely.ts'
import type { RequestTables } from '../domain.ts'
import type { MediaTable, RequestTable, StepTable } from '../tables.ts'

/** The tables of the domain, to put rows there that a test begins with. */
export async function openRows(databaseUrl: string) {
  const client = new Client({ connectionString: databaseUrl, options: '-c search_path=requests' })
  await client.connect()
  const db = onClient<RequestTables>(client)
  return {
    client,
    db,
    async request(given: Partial<Insertable<RequestTable>> = {}): Promise<string> {
      const id = given.id ?? randomUUID()
      const row = {
        media_type: 'movie' as const,
        media_id: '550',
        status: 'pending' as const,
        origin: 'portal' as const,
      }
      await db
        .insertInto('request')
        .values({ ...row, ...given, id })
        .execute()
      return id
    },
    async step(requestId: string, given: Partial<Insertable<StepTable>> & Pick<StepTable, 'step' | 'at'>) {
      const row = { request_id: requestId, key: given.step, source: 'portal', detail: '{}' }
      await db
        .insertInto('step')
        .values({ ...row, ...given })
        .execute()
    },
    async media(given: Partial<Insertable<MediaTable>> = {}) {
      const row = { media_type: 'movie' as const, media_id: '550', title: 'Fight Club' }
      await db
        .insertInto('media')
        .values({ ...row, ...given })
        .execute()
    },
    close: () => client.end(),
  }
}
export type Rows = Awaited<ReturnType<typeof openRows>>
