import { Pool } from 'pg'
import type { Hosted } from '../../../bus/host.ts'
import { connectNats } from '../../../bus/nats/connect.ts'
import { publishSlot, slotId } from '../../../bus/schedule.ts'
import { type House, startHouse } from '../../../infra/stand-ins/house/house.ts'
import { natsUrl, until } from '../../../infra/test/fresh.ts'
import { quiet } from '../../../infra/test/quiet.ts'
import { startTestPortal, TestBrowser, type TestEnvelope } from '../../../infra/test/test-portal.ts'
import follow from '../follow/follow.ts'

export interface ShownAlbum {
  id: string
  status: string
  stage: string
  title: string | null
  artist: string | null
  playUrl: string | null
  reason: string | null
  waitingFor: { service: string; reason: string } | null
  timeline: { step: string; source: string; by: string | null; detail: Record<string, unknown> }[]
}

/** A portal in a house whose music is looked after. */
export interface MusicHouse {
  readonly house: House
  readonly pool: Pool
  readonly admin: TestBrowser
  readonly ben: TestBrowser
  readonly clara: TestBrowser
  connectLidarr(): Promise<void>
  /** One look of the follower; resolves when it is over. */
  look(): Promise<void>
  /** Steps of the house and looks, until the request is as wanted. */
  travel(id: string, wanted: (request: ShownAlbum) => boolean): Promise<ShownAlbum>
  /** Asks and gives the answer, also where it came after the page stopped waiting. */
  ask(who: TestBrowser, mbid: string): Promise<{ status: number; json: TestEnvelope; request: ShownAlbum | null }>
  shown(id: string): Promise<ShownAlbum>
  shownAs(id: string, wanted: (request: ShownAlbum) => boolean): Promise<ShownAlbum>
  stop(): Promise<void>
}

export async function startMusicHouse(): Promise<MusicHouse> {
  const house = await startHouse()
  const env = { PLEX_TV_URL: house.plexTv.url, MUSICBRAINZ_URL: house.musicBrainz.url }
  const portal = await startTestPortal({}, env)
  const link = await connectNats(natsUrl(), portal.namespace, quiet)
  const pool = new Pool({ connectionString: portal.databaseUrl, max: 2 })
  const admin = await new TestBrowser(portal.url).signInAsAdmin()
  const connect = async (name: string, body: object): Promise<void> => {
    const { status, text } = await admin.call('PUT', `/api/admin/services/${name}`, body)
    if (status !== 200) throw new Error(text)
  }
  const { plexServer, plexTv } = house
  await connect('plex', { url: plexServer.url, token: plexTv.serverToken(1001, plexServer.machineIdentifier) })
  const { json } = await admin.call('GET', '/api/admin/webhooks')
  const doors = json.data?.['items'] as { source: string; url: string }[]
  plexTv.person(1001).webhooks.push(doors.find(({ source }) => source === 'plex')!.url)
  const member = async (username: string): Promise<TestBrowser> => {
    const added = await admin.call('POST', '/api/admin/users', { username, role: 'user' })
    const password = added.json.data?.['oneTimePassword'] as string | undefined
    if (!password) throw new Error(added.text)
    const browser = new TestBrowser(portal.url)
    await browser.call('POST', '/api/auth/admin', { username, password })
    const change = { currentPassword: password, newPassword: `the password of ${username}` }
    const changed = await browser.call('POST', '/api/auth/password', change)
    if (changed.status >= 300) throw new Error(changed.text)
    return browser
  }
  let slot = 0
  const look = async (): Promise<void> => {
    const at = Date.now() + (slot += 1)
    await publishSlot({ fn: follow, host: { link } } as unknown as Hosted, at)
    const id = slotId(follow.name, at)
    const over = async () =>
      ((await pool.query('select 1 from requests._inbox where message_id = $1', [id])).rowCount ?? 0) > 0
    await until(over, { timeoutMs: 20_000, what: 'the look is over' })
  }
  const shown = async (id: string): Promise<ShownAlbum> =>
    (await admin.call('GET', `/api/media/requests/${id}`)).json.data as unknown as ShownAlbum
  const shownAs: MusicHouse['shownAs'] = (id, wanted) =>
    until(
      async () => {
        const request = await shown(id)
        return wanted(request) && request
      },
      { timeoutMs: 20_000, what: `the request as wanted: ${wanted.toString()}` },
    )
  return {
    house,
    pool,
    admin,
    ben: await member('ben'),
    clara: await member('clara'),
    connectLidarr: () => connect('lidarr', { url: house.lidarr.url, apiKey: house.lidarr.key }),
    look,
    shown,
    shownAs,
    async travel(id, wanted) {
      for (let n = 0; n < 14 && !wanted(await shown(id)); n += 1) {
        await house.step()
        await look()
      }
      return shownAs(id, wanted)
    },
    async ask(who, mbid) {
      const { status, json } = await who.call('POST', '/api/media/request', { mediaType: 'music', mbid })
      if (status !== 202) return { status, json, request: (json.data as unknown as ShownAlbum) ?? null }
      const id = await until(async () => {
        const found = await pool.query<{ id: string }>(
          'select id from requests.request where media_id = $1 order by created_at desc limit 1',
          [mbid],
        )
        return found.rows[0]?.id
      })
      return { status: 201, json, request: await shown(id) }
    },
    async stop() {
      await pool.end()
      await link.nc.close()
      await portal.stop()
      await house.stop()
    },
  }
}
