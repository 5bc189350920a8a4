import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectNats, type NatsLink } from '../../../bus/nats/connect.ts'
import { type House, startHouse } from '../../../infra/stand-ins/house/house.ts'
import { natsUrl, until } from '../../../infra/test/fresh.ts'
import { quiet } from '../../../infra/test/quiet.ts'
import { adminPassword, startTestPortal, TestBrowser, type TestPortal } from '../../../infra/test/test-portal.ts'

const FILM = 700_102

let house: House
let portal: TestPortal
let ben: TestBrowser
let link: NatsLink
let pool: Pool

beforeAll(async () => {
  house = await startHouse()
  portal = await startTestPortal({}, { PLEX_TV_URL: house.plexTv.url })
  link = await connectNats(natsUrl(), portal.namespace, quiet)
  pool = new Pool({ connectionString: portal.databaseUrl, max: 2 })
  const admin = await new TestBrowser(portal.url).signInAsAdmin()
  await admin.call('PUT', '/api/admin/services/overseerr', { url: house.seerr.url, apiKey: house.seerr.key })
  await admin.call('POST', '/api/admin/webhooks/overseerr/install', {})
  const { json } = await admin.call('POST', '/api/admin/users', { username: 'ben', role: 'user' })
  const oneTime = json.data?.['oneTimePassword']
  ben = new TestBrowser(portal.url)
  await ben.call('POST', '/api/auth/admin', { username: 'ben', password: oneTime })
  await ben.call('POST', '/api/auth/password', { currentPassword: oneTime, newPassword: adminPassword })
  await pool.query("update auth.account set plex_id = '1002', plex_username = 'ben' where username = 'ben'")
})
afterAll(async () => {
  await pool.end()
  await link.nc.close()
  await portal.stop()
  await house.stop()
})

const WAYS = [
  ['HOOK', 'requests_on-overseerr'],
  ['EVT', 'requests_confirm-approved'],
  ['EVT', 'requests_confirm-available'],
  ['EVT', 'alerts_tell-requester'],
] as const

/** Waits until everything that was sent was taken in, and nothing of it is left to do. */
async function handled(webhooks: number): Promise<void> {
  await house.settled()
  let calm = 0
  const idle = async ([stream, name]: (typeof WAYS)[number]): Promise<boolean> => {
    const info = await link.jsm.consumers.info(`${portal.namespace}_${stream}`, name)
    return info.num_pending === 0 && info.num_ack_pending === 0
  }
  await until(
    async () => {
      const info = await link.jsm.streams.info(`${portal.namespace}_HOOK`)
      const idles = await Promise.all(WAYS.map(idle))
      calm = info.state.last_seq >= webhooks && idles.every(Boolean) ? calm + 1 : 0
      // a consumer hears of what was just stored a moment later
      return calm === 5
    },
    { timeoutMs: 100_000, what: 'all webhooks are handled' },
  )
}

test('700 repeats of one webhook are one notice to the person who asked', async () => {
  const { status, json, text } = await ben.call('POST', '/api/media/request', { mediaType: 'movie', tmdbId: FILM })
  expect([201, 202], text).toContain(status)
  const row = () => pool.query<{ id: string; status: string; seerr_id: number }>('select * from requests.request')
  const { id, seerr_id: seerrId } = await until(async () => {
    const [first] = (await row()).rows
    return first?.status === 'pending' && first
  })
  expect(json.data?.['id'] ?? id).toBe(id)
  await handled(1)

  house.repeatWebhooks(50)
  house.approve(seerrId)
  await handled(51)
  house.repeatWebhooks(700)
  house.seerr.seerr.markAvailable(FILM)
  await handled(751)

  expect((await row()).rows).toMatchObject([{ status: 'available' }])
  const { rows } = await pool.query<{ fact: string; method: string }>(
    `select message->'news'->>'fact' as fact, method from alerts.delivery
      where alert_id = $1 and user_id = (select id from auth.account where username = 'ben') order by position`,
    [id],
  )
  expect(rows).toEqual([
    { fact: 'approved', method: 'page' },
    { fact: 'available', method: 'page' },
  ])
  const seen = await until(async () => {
    const { json: answer } = await ben.call('GET', '/api/notices')
    const items = answer.data?.['items'] as { title: string; path: string }[]
    return items.some(({ title }) => title.startsWith('In Plex')) && items
  })
  // the newest of a request stands for those before it
  expect(seen).toMatchObject([{ title: 'In Plex: Salt Cathedral', path: `/requests/${id}` }])
}, 180_000)
