import { afterAll, beforeAll, expect, test } from 'vitest'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { type FollowRig, startFollowRig } from './follow-rig.test.ts'

let at: FollowRig
beforeAll(async () => {
  at = await startFollowRig()
  await at.connect('radarr', 'sonarr', 'qbittorrent', 'sabnzbd')
})
afterAll(() => at.stop())

const film = (index: number) =>
  TITLES.filter((title) => title.mediaType === 'movie' && title.stage === undefined)[index]!

test('a film goes its whole way', async () => {
  const { tmdbId } = film(0)
  const id = await at.asked(tmdbId)
  await at.look()
  expect(await at.names(id)).toEqual(['handed-on'])
  await at.house.step()
  await at.look()
  expect(await at.names(id)).toEqual(['handed-on', 'grabbed'])
  expect(await at.row(id)).toMatchObject({ stage: 'grabbed', percent: 0, late_code: null })
  for (const percent of [25, 50, 75]) {
    await at.house.step()
    await at.look()
    const row = await at.row(id)
    expect(row).toMatchObject({ stage: 'downloading', percent })
    expect(row.eta_at?.getTime()).toBeGreaterThan(Date.now())
  }
  await at.house.step()
  await at.look()
  expect(await at.row(id)).toMatchObject({ stage: 'downloading', percent: 100, eta_at: null })
  await at.house.step()
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
