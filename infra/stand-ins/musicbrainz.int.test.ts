import { afterEach, expect, test } from 'vitest'
import { ALBUMS } from './house/music.ts'
import { startMusicBrainz } from './musicbrainz.ts'
import type { StandIn } from './stand-in.ts'

const running: StandIn[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()))
})

const AGENT = 'MediaNest/1.0 ( https://example.test )'

async function start(...given: Parameters<typeof startMusicBrainz>) {
  const standIn = await startMusicBrainz(...given)
  running.push(standIn)
  return async (path: string, agent = AGENT) => {
    const response = await fetch(`${standIn.url}/ws/2${path}`, { headers: { 'user-agent': agent } })
    const json = (response.headers.get('content-type') ?? '').includes('json')
    return {
      status: response.status,
      headers: response.headers,
      body: json ? ((await response.json()) as unknown) : undefined,
    }
  }
}

test('finds albums and artists by words and fields, accents aside', async () => {
  const ask = await start({ paceMs: 0 })
  const found = await ask(
    `/release-group?query=${encodeURIComponent('releasegroup:"warmelehre" AND artist:octave')}&fmt=json`,
  )
  expect(found).toMatchObject({
    status: 200,
    body: {
      count: 1,
      'release-groups': [{ title: 'Wärmelehre', score: 100, 'artist-credit': [{ name: 'Octave Nine' }] }],
    },
  })
  expect((await ask('/artist?query=paper&fmt=json')).body).toMatchObject({
    artists: [{ name: 'The Paper Parliament' }],
  })
  expect((await ask(`/release-group/${ALBUMS[0]!.id}?fmt=json`)).body).toMatchObject({ title: ALBUMS[0]!.title })
  const page = await ask('/release-group?query=e&fmt=json&limit=2&offset=1')
  expect((page.body as { 'release-groups': object[] })['release-groups']).toHaveLength(2)
  expect((await ask('/release-group?query=&fmt=json')).status).toBe(400)
  expect((await ask('/artist?query=paper')).headers.get('content-type')).toBe('application/xml')
})

test('refuses who says nothing of themselves, and who asks more than once a second', async () => {
  // nobody asks twice within a minute here, however slow the machine is
  const ask = await start({ paceMs: 60_000 })
  expect((await ask('/artist?query=paper&fmt=json', 'node')).status).toBe(403)
  expect((await ask('/artist?query=paper&fmt=json', 'undici')).status).toBe(403)
  expect((await ask('/artist?query=paper&fmt=json')).status).toBe(200)
  const early = await ask('/artist?query=paper&fmt=json')
  expect([early.status, early.headers.get('retry-after')]).toEqual([503, '60'])
})
