import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { onClient } from '../../../bus/pg/kysely.ts'
import { openRows, type Rows } from '../list/rows.test.rig.ts'
import type { RequestTables } from '../domain.ts'
import purgeTitles, { forgetUnseen } from './purge-titles.ts'

let rig: Rig
let rows: Rows
beforeAll(async () => {
  rig = await startRig()
  await rig.host([purgeTitles])
  rows = await openRows(rig.databaseUrl)
})
afterAll(async () => {
  await rows.close()
  await rig.stop()
})

test('forgets titles that nobody saw for 90 days, unless a request or an issue names them', async () => {
  const now = new Date()
  const ago = (days: number) => new Date(now.getTime() - days * 86_400_000)
  await rows.media({ media_id: '1', title: 'Seen a while ago', seen_at: ago(89) })
  await rows.media({ media_id: '2', title: 'Unseen', seen_at: ago(91) })
  await rows.media({ media_id: '3', title: 'Asked for', seen_at: ago(400) })
  await rows.media({ media_type: 'tv', media_id: '3', title: 'Of the same number', seen_at: ago(400) })
  await rows.media({ media_type: 'tv', media_id: '4', title: 'With a problem', seen_at: ago(400) })
  await rows.request({ media_id: '3', status: 'available' })
  await rows.client.query(
    `insert into issue (id, kind, status, media_type, media_id, sealed_message, created_at, updated_at)
     values ($1, 'audio', 'open', 'tv', '4', '', now(), now())`,
    [randomUUID()],
  )
  await forgetUnseen(onClient<RequestTables>(rows.client), now)
  const { rows: left } = await rows.client.query<{ title: string }>('select title from media order by media_id')
  expect(left.map(({ title }) => title)).toEqual(['Seen a while ago', 'Asked for', 'With a problem'])
})
