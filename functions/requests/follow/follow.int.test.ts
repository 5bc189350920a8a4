import { afterAll, beforeAll, expect, test } from 'vitest'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type FollowRig, startFollowRig } from './follow-rig.test.ts'

let at: FollowRig
beforeAll(async () => {
  at = await startFollowRig()
  await at.connect('radarr', 'sonarr', 'qbittorrent', 'sabnzbd')
})
afterAll(() => at.stop())

/** Even numbers are loaded by qBittorrent, odd ones by SABnzbd. */
const films = (client: 'torrent' | 'usenet') =>
  TITLES.filter(
    ({ mediaType, stage, tmdbId }) =>
      mediaType === 'movie' && stage === undefined && tmdbId % 2 === (client === 'torrent' ? 0 : 1),
  ).map(({ tmdbId }) => tmdbId)
const [torrents, usenet] = [films('torrent'), films('usenet')]
const next = (list: number[]): number => {
  const id = list.shift()
  if (id === undefined) throw new Error('The catalogue has no more of these.')
  return id
}
const unreleased = TITLES.find(({ mediaType, stage }) => mediaType === 'movie' && stage === 'unreleased')!
const series = TITLES.find(
  ({ mediaType, stage, seasons = [] }) =>
    mediaType === 'tv' && stage === undefined && seasons.filter(({ number }) => number > 0).length >= 3,
)!

/** The reason under which it is late, from the row, and its lines in the timeline. */
async function lateness(id: string) {
  const { late_code: code, late_message: message, late_since: since } = await at.row(id)
  const lines = (await at.steps(id)).filter(({ step }) => step === 'late' || step === 'on-time')
  return { code, message, since, lines: lines.map(({ step, detail }) => [step, detail['code']].join(' ').trim()) }
}

test('a film goes its whole way', async () => {
  const tmdbId = next(torrents)
  const id = await at.asked(tmdbId)
  await at.look()
  expect(await at.names(id)).toEqual(['handed-on'])
  await at.step(tmdbId)
  await at.look()
  expect(await at.names(id)).toEqual(['handed-on', 'grabbed'])
  expect(await at.row(id)).toMatchObject({ stage: 'grabbed', percent: 0, late_code: null })
  for (const percent of [25, 50, 75]) {
    await at.step(tmdbId)
    const before = await at.row(id)
    await at.look()
    const row = await at.row(id)
    expect(row).toMatchObject({ stage: 'downloading', percent })
    // how far it is moves it to the top of no list
    if (percent > 25) expect(row.updated_at).toEqual(before.updated_at)
    expect(row.eta_at?.getTime()).toBeGreaterThan(Date.now())
  }
  await at.step(tmdbId)
  await at.look()
  expect(await at.row(id)).toMatchObject({ stage: 'downloading', percent: 100, eta_at: null })
  await at.step(tmdbId)
  await at.look()
  await at.look()
  expect(await at.row(id)).toMatchObject({ stage: 'imported', status: 'processing', percent: 100 })
  const steps = await at.steps(id)
  expect(steps.map(({ step }) => step)).toEqual(['handed-on', 'grabbed', 'downloading', 'imported'])
  expect(steps[1]).toMatchObject({
    key: expect.stringMatching(/^grabbed:[0-9A-F]{40}$/),
    source: 'radarr',
    detail: {
      release: expect.stringContaining('1080p'),
      indexer: expect.stringContaining('Prowlarr'),
      client: 'qBittorrent',
      quality: 'WEBDL-1080p',
      sizeBytes: expect.any(Number),
    },
  })
})

test('of a series each pack is one line, and how far it is counts all that was asked for', async () => {
  const { tmdbId, seasons = [] } = series
  const [one, two] = seasons.filter(({ number }) => number > 0).map(({ episodes }) => episodes) as [number, number]
  const id = await at.asked(tmdbId, [1, 2])
  await at.step(tmdbId)
  await at.look()
  expect((await at.names(id)).filter((step) => step === 'grabbed')).toHaveLength(2)
  const [first] = at.house.journeys(tmdbId)
  for (let n = 0; n < 4; n += 1) await at.house.clockwork.step((journey) => journey === first)
  await at.look()
  const half = Math.round((first!.parts.length / (one + two)) * 1000) / 10
  expect(await at.row(id)).toMatchObject({ percent: half, stage: 'downloading' })
  await at.house.clockwork.step((journey) => journey === first)
  await at.look()
  await at.look()
  // what is there counts as much as when it was loaded
  expect(await at.row(id)).toMatchObject({ percent: half, stage: 'imported' })
  await at.step(tmdbId, 2)
  await at.look()
  await at.step(tmdbId, 4)
  await at.look()
  await at.look()
  const steps = await at.steps(id)
  expect(steps.map(({ step }) => step).toSorted()).toEqual(
    ['handed-on', 'grabbed', 'grabbed', 'downloading', 'downloading', 'imported', 'imported'].toSorted(),
  )
  const packs = steps.filter(({ step }) => step === 'imported').map(({ detail }) => detail['seasons'])
  expect(packs).toEqual(expect.arrayContaining([[1], [2]]))
  expect(await at.row(id)).toMatchObject({ percent: 100, late_code: null })
})

for (const [client, list, words] of [
  ['qBittorrent', torrents, 'The download is stalled with no connections'],
  ['SABnzbd', usenet, 'Waiting for servers that do not answer'],
] as const)
  test(`what stalls in ${client} is late in its words, and on time when it moves again`, async () => {
    const tmdbId = next(list)
    const id = await at.asked(tmdbId)
    await at.step(tmdbId, 2)
    at.house.stall(tmdbId, words)
    await at.step(tmdbId)
    await at.look()
    const late = await lateness(id)
    expect(late).toMatchObject({ code: 'stalled', message: words, lines: ['late stalled'] })
    expect(await at.row(id)).toMatchObject({ percent: 25, eta_at: null })
    await at.look()
    expect((await lateness(id)).since).toEqual(late.since)
    at.house.clear(tmdbId)
    await at.step(tmdbId)
    await at.look()
    expect(await lateness(id)).toMatchObject({ code: null, message: null, lines: ['late stalled', 'on-time'] })
    // the same once more is not told again
    at.house.stall(tmdbId, words)
    await at.step(tmdbId)
    await at.look()
    expect(await lateness(id)).toMatchObject({ code: 'stalled', lines: ['late stalled', 'on-time'] })
    at.house.clear(tmdbId)
    await at.step(tmdbId)
    await at.look()
    expect((await lateness(id)).code).toBeNull()
  })

test('what is not imported is late in the words of Radarr', async () => {
  const tmdbId = next(torrents)
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 5)
  at.house.blockImport(tmdbId, 'Sample')
  await at.step(tmdbId)
  await at.look()
  expect(await lateness(id)).toMatchObject({
    code: 'import-blocked',
    message: 'Sample',
    lines: ['late import-blocked'],
  })
  expect(await at.row(id)).toMatchObject({ percent: 100 })
  at.house.clear(tmdbId)
  await at.step(tmdbId)
  await at.look()
  expect(await lateness(id)).toMatchObject({ code: null, lines: ['late import-blocked', 'on-time'] })
})

test('a full disk is the reason while more is to come than fits, and when nothing can be imported', async () => {
  const [loading, loaded] = [next(usenet), next(usenet)]
  const [first, second] = [await at.asked(loading), await at.asked(loaded)]
  await at.step(loading, 2)
  await at.step(loaded, 5)
  at.house.diskFull()
  await at.step(loaded)
  await at.look()
  expect(await lateness(first)).toMatchObject({ code: 'disk-full', lines: ['late disk-full'] })
  expect(await lateness(second)).toMatchObject({ code: 'disk-full', message: 'Not enough free space' })
  at.house.diskFull(false)
  await at.step(loaded)
  await at.look()
  expect(await lateness(first)).toMatchObject({ code: null, lines: ['late disk-full', 'on-time'] })
  expect(await lateness(second)).toMatchObject({ code: null, lines: ['late disk-full', 'on-time'] })
})

test('nothing found for hours is late since then, until something is grabbed', async () => {
  const tmdbId = next(torrents)
  at.house.noRelease(tmdbId)
  const id = await at.asked(tmdbId)
  await at.look()
  expect((await lateness(id)).code).toBeNull()
  const handedOnAt = new Date(Date.now() - 7 * 3_600_000).toISOString()
  await at.set(id, { followed: JSON.stringify({ ...(await at.row(id)).followed, handedOnAt }) })
  await at.look()
  const late = await lateness(id)
  expect(late).toMatchObject({ code: 'no-release', lines: ['late no-release'] })
  expect(late.message).toContain(`Radarr has looked since ${handedOnAt.slice(0, 10)}`)
  expect(late.since?.getTime()).toBe(Date.parse(handedOnAt) + 6 * 3_600_000)
  at.house.clear(tmdbId)
  await at.step(tmdbId)
  await at.look()
  expect(await lateness(id)).toMatchObject({ code: null, lines: ['late no-release', 'on-time'] })
})

test('what is not out yet says when', async () => {
  at.house.noRelease(unreleased.tmdbId)
  const id = await at.asked(unreleased.tmdbId)
  await at.look()
  expect(await lateness(id)).toMatchObject({
    code: 'not-released',
    message: `Not released yet: the cinema release comes on ${unreleased.released}.`,
    lines: ['late not-released'],
  })
})

test('a failed download is late until another one is grabbed', async () => {
  const tmdbId = next(usenet)
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 2)
  await at.look()
  at.house.failDownload(tmdbId, 'Aborted, too many articles are missing')
  await at.look()
  expect(await lateness(id)).toMatchObject({
    code: 'download-failed',
    message: 'Aborted, too many articles are missing',
    lines: ['late download-failed'],
  })
  await at.step(tmdbId, 2)
  await at.look()
  expect(await lateness(id)).toMatchObject({ code: null, lines: ['late download-failed', 'on-time'] })
  expect((await at.names(id)).filter((step) => step === 'grabbed')).toHaveLength(2)
})

test('a download client that is gone is the reason', async () => {
  const tmdbId = next(torrents)
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 2)
  await at.look()
  await at.house.qbittorrent.down()
  try {
    await at.look()
    const late = await lateness(id)
    expect(late).toMatchObject({ code: 'client-unreachable', lines: ['late client-unreachable'] })
    expect(late.message).toMatch(/^qBittorrent does not answer/)
  } finally {
    await at.house.qbittorrent.up()
  }
  await at.look()
  expect(await lateness(id)).toMatchObject({ code: null, lines: ['late client-unreachable', 'on-time'] })
  // which machine and port that is, whoever asked does not hear
  const told = () => at.events('requests.moved').filter(({ requestId, step }) => requestId === id && step === 'on-time')
  await until(() => told().length > 0)
  expect(JSON.stringify(await at.steps(id))).toContain('127.0.0.1')
  expect(JSON.stringify(at.events('requests.moved'))).not.toContain('127.0.0.1')
})
