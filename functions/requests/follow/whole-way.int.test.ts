import { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectNats, type NatsLink } from '../../../bus/nats/connect.ts'
import { publishSlot, slotId } from '../../../bus/schedule.ts'
import type { Hosted } from '../../../bus/host.ts'
import { type House, startHouse } from '../../../infra/stand-ins/house/house.ts'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { natsUrl, until } from '../../../infra/test/fresh.ts'
import { quiet } from '../../../infra/test/quiet.ts'
import { startTestPortal, TestBrowser, type TestPortal } from '../../../infra/test/test-portal.ts'
import follow from './follow.ts'

let house: House
let portal: TestPortal
let admin: TestBrowser
let link: NatsLink
let pool: Pool
let slot = 0

interface Shown {
  id: string
  status: string
  stage: string
  percent?: number
  playUrl: string | null
  late: { code: string; message: string } | null
  retries: { made: number; left: number } | null
  reason: string | null
  timeline: { step: string; source: string; at: string; detail: Record<string, unknown>; lagMs: number | null }[]
}

beforeAll(async () => {
  house = await startHouse()
  portal = await startTestPortal({}, { PLEX_TV_URL: house.plexTv.url })
  link = await connectNats(natsUrl(), portal.namespace, quiet)
  pool = new Pool({ connectionString: portal.databaseUrl, max: 2 })
  admin = await new TestBrowser(portal.url).signInAsAdmin()
  const connect = async (name: string, body: object): Promise<void> => {
    const { status, text } = await admin.call('PUT', `/api/admin/services/${name}`, body)
    if (status !== 200) throw new Error(text)
  }
  const { plexServer, plexTv, seerr, radarr, sonarr, qbittorrent, sabnzbd } = house
  const token = plexTv.serverToken(1001, plexServer.machineIdentifier)
  await connect('plex', { url: plexServer.url, token })
  await connect('overseerr', { url: seerr.url, apiKey: seerr.key })
  for (const { name, url, key } of [radarr, sonarr, sabnzbd]) await connect(name, { url, apiKey: key })
  const { url, username, password } = qbittorrent
  await connect('qbittorrent', { url, username, password })
  await admin.call('POST', '/api/admin/webhooks/overseerr/install', {})
  const { json } = await admin.call('GET', '/api/admin/webhooks')
  const doors = json.data?.['items'] as { source: string; url: string }[]
  plexTv.person(1001).webhooks.push(doors.find(({ source }) => source === 'plex')!.url)
})
afterAll(async () => {
  await pool.end()
  await link.nc.close()
  await portal.stop()
  await house.stop()
})

async function look(): Promise<void> {
  const at = Date.now() + (slot += 1)
  await publishSlot({ fn: follow, host: { link } } as unknown as Hosted, at)
  const id = slotId(follow.name, at)
  const over = async () =>
    ((await pool.query('select 1 from requests._inbox where message_id = $1', [id])).rowCount ?? 0) > 0
  await until(over, { timeoutMs: 20_000, what: 'the look is over' })
}

async function submit(body: { mediaType: string; tmdbId: number; seasons?: number[] }): Promise<string> {
  const { status, text } = await admin.call('POST', '/api/media/request', body)
  // on a busy machine it is taken before it is answered
  if (status !== 201 && status !== 202) throw new Error(text)
  return until(async () => {
    const { rows } = await pool.query<{ id: string }>('select id from requests.request where media_id = $1', [
      String(body.tmdbId),
    ])
    return rows[0]?.id
  })
}

const shown = async (id: string): Promise<Shown> =>
  (await admin.call('GET', `/api/media/requests/${id}`)).json.data as unknown as Shown

const shownAs = (id: string, wanted: (request: Shown) => boolean): Promise<Shown> =>
  until(
    async () => {
      const request = await shown(id)
      return wanted(request) && request
    },
    { timeoutMs: 15_000, what: `the request as wanted: ${wanted.toString()}` },
  )

const stages = ({ timeline }: Shown) => timeline.map(({ step }) => step)

const films = TITLES.filter(({ mediaType, stage }) => mediaType === 'movie' && stage === undefined)
const series = TITLES.find(({ mediaType, stage, seasons = [] }) => mediaType === 'tv' && !stage && seasons.length >= 3)!

test('a film from asking to watching, by the webhooks and the follower', async () => {
  const { tmdbId } = films[0]!
  const id = await submit({ mediaType: 'movie', tmdbId })
  await shownAs(id, ({ status }) => status === 'processing')
  for (let n = 0; n < 12 && (await shown(id)).status !== 'available'; n += 1) {
    await house.step()
    await look()
  }
  const request = await shownAs(id, ({ stage, playUrl }) => stage === 'in-plex' && playUrl !== null)
  expect(request.status).toBe('available')
  expect(request.playUrl).toContain(`/server/${house.plexServer.machineIdentifier}/details?key=`)
  const seen = stages(request)
  for (const step of ['asked', 'approved', 'handed-on', 'grabbed', 'downloading', 'imported', 'in-plex'])
    expect([step, seen.filter((one) => one === step).length]).toEqual([step, 1])
  house.plexServer.watch(house.plexServer.keyOf(films[0]!)!, 'ben')
  await shownAs(id, ({ stage }) => stage === 'watched')
})

test('two seasons of a series', async () => {
  const id = await submit({ mediaType: 'tv', tmdbId: series.tmdbId, seasons: [1, 2] })
  await shownAs(id, ({ status }) => status === 'processing')
  for (let n = 0; n < 12 && (await shown(id)).status !== 'available'; n += 1) {
    await house.step()
    await look()
  }
  const request = await shownAs(id, ({ status, playUrl }) => status === 'available' && playUrl !== null)
  expect(stages(request)).toEqual(
    expect.arrayContaining(['handed-on', 'grabbed', 'downloading', 'imported', 'in-plex']),
  )
  expect(stages(request).filter((step) => step === 'grabbed')).toHaveLength(2)
})

test('what Radarr could not take is handed on again by itself until it does', async () => {
  const { tmdbId } = films[1]!
  house.failAtArr('radarr', true)
  const id = await submit({ mediaType: 'movie', tmdbId })
  await shownAs(id, ({ status }) => status === 'failed')
  house.failAtArr('radarr', false)
  await look()
  const failing = await shown(id)
  expect(failing.retries).toMatchObject({ made: 0, left: 5 })
  const due = () => pool.query('update requests.request set retry_at = now() where id = $1', [id])
  // Radarr is well and Seerr does not get through to it
  house.seerr.seerr.failAtArr('radarr', true)
  await due()
  await look()
  await shownAs(id, ({ timeline }) => timeline.some(({ step }) => step === 'retried'))
  await shownAs(id, ({ status }) => status === 'failed')
  house.seerr.seerr.failAtArr('radarr', false)
  await look()
  await due()
  await look()
  const taken = await shownAs(
    id,
    (request) => request.status === 'processing' && stages(request).filter((step) => step === 'retried').length === 2,
  )
  expect(taken.timeline.find(({ step }) => step === 'retried')?.detail['reason']).toBe('By itself, try 1.')
  await look()
  expect((await shown(id)).stage).not.toBe('approved')
})
