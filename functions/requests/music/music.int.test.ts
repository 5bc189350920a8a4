import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ALBUMS } from '../../../infra/stand-ins/house/music.ts'
import { until } from '../../../infra/test/fresh.ts'
import { addItem } from '../../../infra/stand-ins/services/arr/world.ts'
import type { TestBrowser } from '../../../infra/test/test-portal.ts'
import { type MusicHouse, startMusicHouse } from './music.test.rig.ts'

let at: MusicHouse
beforeAll(async () => {
  at = await startMusicHouse()
})
afterAll(() => at.stop())
beforeEach(() => {
  at.house.musicBrainz.heal()
  at.house.musicBrainz.forgetCalls()
})

interface Found {
  items: { id: string; title: string; artist: string; year: number; available: string; request: object | null }[]
  source: string
  notice: string | null
  totalResults: number
}

const [bell, lamps, demos, gardens, heat, signal, motion, second, hours] = ALBUMS
const UNKNOWN = '0a0a0a0a-0002-4000-8000-999999999999'

const search = async (who: TestBrowser, query: string): Promise<Found> => {
  const answer = await who.call('GET', `/api/media/search?type=music&query=${encodeURIComponent(query)}`)
  if (answer.status !== 200) throw new Error(answer.text)
  return answer.json.data as unknown as Found
}

test('without Lidarr there is no music, and everybody is told what to do', async () => {
  const asked = await at.ben.call('GET', '/api/media/search?type=music&query=bell')
  expect(asked.json.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Ask the person') })
  const byAdmin = await at.admin.call('GET', `/api/media/album/${bell!.id}`)
  expect(byAdmin.json.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Connect Lidarr') })
  const { json } = await at.ask(at.ben, bell!.id)
  expect(json.error).toMatchObject({ code: 'CONFLICT', message: expect.stringContaining('Ask the person') })
  await at.connectLidarr()
})

test('albums are found by artist and title, under a name of our own, and marked by what Lidarr has', async () => {
  const item = addItem(at.house.lidarr.arr, { album: second! })
  for (const part of item.parts) part.hasFile = true
  const found = await search(at.ben, 'paper parl')
  expect(found).toMatchObject({ source: 'musicbrainz', notice: null, totalResults: 2 })
  expect(found.items).toMatchObject([
    { title: 'Motion Carried', artist: 'The Paper Parliament', year: 2007, available: 'no', request: null },
    { title: 'Second Reading', available: 'yes' },
  ])
  expect((await search(at.clara, 'Octave Wärme')).items).toMatchObject([{ title: 'Wärmelehre' }])
  const [call] = at.house.musicBrainz.callsTo('/ws/2/release-group')
  expect(call?.headers['user-agent']).toMatch(/^MediaNest\/\d+\.\d+\.\d+\S* \( https?:\S+ \)$/)
})

test('MusicBrainz is asked once a second however many look, and the newest word of each person counts', async () => {
  const typed = ['s', 'so', 'son', 'song']
  const answers = await Promise.all([
    ...typed.map((query) => search(at.ben, `${query} drowned`)),
    search(at.clara, 'small hours'),
    search(at.admin, 'unter tage'),
  ])
  const calls = at.house.musicBrainz.callsTo('/ws/2/release-group')
  for (const [index, { at: time }] of calls.entries())
    if (index > 0) expect(time - calls[index - 1]!.at).toBeGreaterThanOrEqual(1000)
  expect(calls.length).toBeGreaterThan(1)
  expect(answers.some(({ source, notice }) => source === 'memory' && notice?.includes('one question a second'))).toBe(
    true,
  )
  // asked again within minutes it is known
  // who had to wait for too long is told so, and has it a moment later
  await until(async () => (await search(at.ben, 'song drowned')).source === 'musicbrainz', { timeoutMs: 20_000 })
  at.house.musicBrainz.forgetCalls()
  expect((await search(at.clara, 'Song drowned')).items).toMatchObject([{ title: 'Songs for a Drowned Bell' }])
  expect(at.house.musicBrainz.calls).toHaveLength(0)
})

test('while MusicBrainz is busy or away, albums that were seen before are found, and the page says why', async () => {
  at.house.musicBrainz.fail({ status: 503, headers: { 'retry-after': '1' } })
  expect(await search(at.ben, 'Paper Parliament motion')).toMatchObject({
    source: 'memory',
    notice: expect.stringContaining('too much to do'),
    items: [{ title: 'Motion Carried' }],
  })
  await at.house.musicBrainz.down()
  expect(await search(at.ben, 'reading')).toMatchObject({
    source: 'memory',
    notice: expect.stringContaining('MusicBrainz does not answer'),
    items: [{ title: 'Second Reading', available: 'yes' }],
  })
  await at.house.musicBrainz.up()
})

test('an album has its page, also from memory; an unknown one is told as such', async () => {
  const path = `/api/media/album/${heat!.id}`
  const first = await at.ben.call('GET', path)
  expect(first.json.data).toMatchObject({
    mediaType: 'music',
    title: 'Wärmelehre',
    artist: 'Octave Nine',
    releaseDate: '2022-09-30',
    available: 'no',
    requests: [],
    notice: null,
  })
  await at.house.musicBrainz.down()
  expect((await at.ben.call('GET', path)).json.data).toMatchObject({ title: 'Wärmelehre' })
  const listed = await at.ben.call('GET', `/api/media/album/${motion!.id}`)
  expect(listed.json.data).toMatchObject({ title: 'Motion Carried', notice: expect.stringContaining('last known') })
  expect((await at.ben.call('GET', `/api/media/album/${UNKNOWN}`)).json.error?.code).toBe('UPSTREAM_FAILED')
  await at.house.musicBrainz.up()
  expect((await at.ben.call('GET', `/api/media/album/${UNKNOWN}`)).json.error?.code).toBe('NOT_FOUND')
})

test('what a member asks for waits for an admin, goes to Lidarr then, and travels into Plex', async () => {
  // from its page, which knows its title
  await until(async () => (await at.ben.call('GET', `/api/media/album/${gardens!.id}`)).status === 200)
  const { request } = await at.ask(at.ben, gardens!.id)
  expect(request).toMatchObject({ status: 'pending', title: 'Static Gardens', artist: 'Octave Nine' })
  expect(at.house.lidarr.callsTo('/api/v1/album').filter(({ method }) => method === 'POST')).toHaveLength(0)
  const again = await at.ask(at.clara, gardens!.id)
  expect(again.json.error).toMatchObject({
    code: 'ALREADY_REQUESTED',
    message: 'Somebody else asked for this already.',
  })
  const found = (await search(at.ben, 'static gardens')).items[0]
  expect(found?.request).toMatchObject({ status: 'pending', mine: true })

  await at.admin.call('POST', `/api/media/requests/${request!.id}/approve`)
  await at.shownAs(request!.id, ({ status, waitingFor }) => status === 'processing' && waitingFor === null)
  const there = await at.travel(request!.id, ({ status, stage }) => status === 'available' && stage === 'in-plex')
  const steps = there.timeline.map(({ step }) => step)
  for (const step of ['asked', 'approved', 'handed-on', 'grabbed', 'downloading', 'imported', 'in-plex'])
    expect([step, steps.filter((one) => one === step).length]).toEqual([step, 1])
  expect(there.timeline.find(({ step }) => step === 'grabbed')).toMatchObject({
    source: 'lidarr',
    detail: { client: 'NZBGet' },
  })
  expect(there.playUrl).toContain(`/server/${at.house.plexServer.machineIdentifier}/details?key=`)
  const items = at.house.lidarr.arr.items.filter(({ of }) => 'album' in of && of.album.id === gardens!.id)
  expect(items).toHaveLength(1)
})

test('an album that came into Plex without its webhook is found there by title and artist, however they are written', async () => {
  const [id, mbid] = ['0b0b0b0b-0000-4000-8000-000000000001', '0a0a0a0a-0002-4000-8000-000000000777']
  await until(
    async () => (await at.pool.query("select 1 from library.item where kind = 'album' and title = 'Kelp'")).rowCount,
    { timeoutMs: 20_000, what: 'Plex was read' },
  )
  await at.pool.query("insert into requests.media (media_type, media_id, title, artist) values ('music', $1, $2, $3)", [
    mbid,
    'KELP!',
    'Øre and Søn',
  ])
  await at.pool.query(
    `insert into requests.request (id, media_type, media_id, title, status, stage, origin)
      values ($1, 'music', $2, 'KELP!', 'processing', 'approved', 'portal')`,
    [id, mbid],
  )
  await at.look()
  expect(await at.shown(id)).toMatchObject({ status: 'available', stage: 'in-plex' })
})

test('what is there, and what nobody knows, is said at once', async () => {
  expect((await at.ask(at.ben, second!.id)).json.error?.code).toBe('ALREADY_AVAILABLE')
  expect((await at.ask(at.ben, UNKNOWN)).json.error?.code).toBe('NOT_FOUND')
  const nothing = await at.ben.call('POST', '/api/media/request', { mediaType: 'music' })
  expect(nothing.json.error?.code).toBe('INVALID')
})

test('while Lidarr is away an admin’s albums wait, a member’s can be asked for and approved; then all go, in order, once', async () => {
  await at.house.lidarr.down()
  const own = await at.ask(at.admin, bell!.id)
  expect(own.request).toMatchObject({ status: 'waiting', waitingFor: { service: 'Lidarr' } })
  const bens = await at.ask(at.ben, lamps!.id)
  expect(bens.request).toMatchObject({ status: 'pending', waitingFor: null })
  await at.admin.call('POST', `/api/media/requests/${bens.request!.id}/approve`)
  await at.shownAs(bens.request!.id, ({ status, waitingFor }) => status === 'processing' && waitingFor !== null)
  const taken = await at.ask(at.admin, demos!.id)
  await at.admin.call('DELETE', `/api/media/requests/${taken.request!.id}`)
  await at.shownAs(taken.request!.id, ({ status }) => status === 'withdrawn')

  await at.house.lidarr.up()
  const ready = ({ status, waitingFor }: { status: string; waitingFor: unknown }) =>
    status === 'processing' && waitingFor === null
  const first = await at.shownAs(own.request!.id, ready)
  await at.shownAs(bens.request!.id, ready)
  expect(first.timeline.map(({ step }) => step)).toEqual(expect.arrayContaining(['asked', 'sent', 'approved']))
  const names = at.house.lidarr.arr.items.flatMap(({ of }) => ('album' in of ? [of.album.title] : []))
  expect(names.slice(-2)).toEqual([bell!.title, lamps!.title])
  expect(names).not.toContain(demos!.title)
}, 60_000)

test('a rule approves an album that it fits', async () => {
  const rule = { name: 'Music is free', condition: { mediaTypes: ['music'] } }
  expect((await at.admin.call('POST', '/api/admin/requests/rules', rule)).status).toBeLessThan(300)
  const { request } = await at.ask(at.clara, signal!.id)
  const approved = await at.shownAs(request!.id, ({ status }) => status === 'processing')
  expect(approved.timeline.find(({ step }) => step === 'approved')?.detail).toEqual({ rule: 'Music is free' })
  await until(() => at.house.lidarr.arr.items.some(({ of }) => 'album' in of && of.album.id === signal!.id))
})

test('what Lidarr will not take is refused, or fails with the reason when that comes late, and can be tried again', async () => {
  const unknown = () => at.house.lidarr.fail({ status: 200, body: '[]' }, { path: '/api/v1/album/lookup' })
  unknown()
  const refused = await at.ask(at.admin, hours!.id)
  expect(refused.json.error).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining('Lidarr') })

  await at.house.lidarr.down()
  const { request } = await at.ask(at.admin, hours!.id)
  expect(request?.status).toBe('waiting')
  await at.house.lidarr.up()
  const late = await at.shownAs(request!.id, ({ status }) => status === 'refused')
  expect(late.reason).toContain('no such album')

  await at.admin.call('DELETE', `/api/admin/requests/rules/${await ruleId()}`)
  const bens = await at.ask(at.ben, hours!.id)
  expect(bens.request?.status).toBe('pending')
  await at.house.lidarr.down()
  await at.admin.call('POST', `/api/media/requests/${bens.request!.id}/approve`)
  await at.house.lidarr.up()
  const failed = await at.shownAs(bens.request!.id, ({ status }) => status === 'failed')
  expect(failed.reason).toContain('no such album')
  at.house.lidarr.heal()
  await at.admin.call('POST', `/api/media/requests/${bens.request!.id}/retry`)
  await at.shownAs(bens.request!.id, ({ status, waitingFor }) => status === 'processing' && waitingFor === null)
  expect(at.house.lidarr.arr.items.filter(({ of }) => 'album' in of && of.album.id === hours!.id)).toHaveLength(1)
}, 60_000)

async function ruleId(): Promise<string> {
  const { json } = await at.admin.call('GET', '/api/admin/requests/rules')
  return (json.data!['items'] as { id: string }[])[0]!.id
}
