import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InputOf } from '../../../contracts/define.ts'
import { ItemAdded, ItemWatched } from '../../../contracts/library.ts'
import { TITLES } from '../../../infra/stand-ins/house/titles.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type FollowRig, startFollowRig } from './follow-rig.test.ts'

const MACHINE = '40a5e0000001b24e6fa0c1d2e3f4a5b6c7d8e9f0'
const BEN = randomUUID()

let at: FollowRig
beforeAll(async () => {
  at = await startFollowRig()
  await at.connect('radarr', 'sonarr')
  await at.pool.query(
    `insert into requests.seerr_user (seerr_user_id, user_id, plex_id, name, checked_at) values (2, $1, '1002', 'ben', now())`,
    [BEN],
  )
})
afterAll(() => at.stop())

const films = TITLES.filter(({ mediaType, stage }) => mediaType === 'movie' && stage === undefined)
const series = TITLES.find(({ mediaType, stage, seasons = [] }) => mediaType === 'tv' && !stage && seasons.length >= 3)!

type Added = InputOf<typeof ItemAdded>
const item = (more: Partial<Added>) => ({
  webhookId: randomUUID(),
  occurredAt: new Date().toISOString(),
  confirmed: true,
  version: 1,
  ratingKey: '501',
  itemType: 'movie',
  title: null,
  context: null,
  year: null,
  guid: null,
  externalIds: [],
  librarySection: 'Films',
  serverId: MACHINE,
  serverName: 'The house',
  ...more,
})
const handled = (name: string) =>
  until(async () => {
    const info = await at.rig.link.jsm.consumers.info(`${at.rig.namespace}_EVT`, `requests_${name}`)
    return info.num_pending === 0 && info.num_ack_pending === 0
  })
async function added(more: Partial<Added>): Promise<void> {
  await at.rig.client.publishEvent(ItemAdded, { ...item(more), onDeck: false }, at.rig.who)
  await handled('in-plex')
}
async function watched(person: string, more: Partial<Added>): Promise<void> {
  await at.rig.client.publishEvent(ItemWatched, { ...item(more), person, player: 'TV' }, at.rig.who)
  await handled('watched')
}

test('a season belongs to the show whose it is, not to another of the same name', async () => {
  const id = await at.asked(series.tmdbId, [1])
  const episode = { itemType: 'episode', title: 'Pilot', context: `${series.title} · S1E1`, ratingKey: '871' }
  await added({ ...episode, showTmdbId: 4711 })
  expect(await at.names(id)).toEqual([])
  await added({ ...episode, showTmdbId: series.tmdbId })
  expect(await at.names(id)).toEqual(['in-plex'])
  await at.pool.query('delete from requests.request where id = $1', [id])
})

test('a film in Plex is available, whatever Seerr says yet; its first viewer is named', async () => {
  const { tmdbId } = films[0]!
  const id = await at.asked(tmdbId)
  const other = await at.asked(films[1]!.tmdbId)
  const ids = { externalIds: [`tmdb://${tmdbId}`, 'imdb://tt1'] }
  await watched('ben', ids)
  await added({ ...ids, confirmed: false })
  expect(await at.row(id)).toMatchObject({ status: 'processing', rating_key: null })
  await added(ids)
  await added(ids)
  expect(await at.row(id)).toMatchObject({
    status: 'available',
    stage: 'in-plex',
    rating_key: '501',
    play_url: `https://app.plex.tv/desktop/#!/server/${MACHINE}/details?key=%2Flibrary%2Fmetadata%2F501`,
  })
  expect(await at.names(id)).toEqual(['in-plex'])
  await watched('ben', ids)
  await watched('clara', ids)
  const steps = await at.steps(id)
  expect(steps.map(({ step }) => step)).toEqual(['in-plex', 'watched'])
  expect(steps[1]).toMatchObject({ by_user: BEN, by_name: 'ben', source: 'plex' })
  expect(await at.row(other)).toMatchObject({ status: 'processing', rating_key: null })
})

test('a film without ids is known by title and year, and no remake of it', async () => {
  const { tmdbId, title, year } = films[2]!
  const id = await at.asked(tmdbId)
  await at.pool.query('insert into requests.media (media_type, media_id, title, year) values ($1, $2, $3, $4)', [
    'movie',
    String(tmdbId),
    title,
    year,
  ])
  await added({ ratingKey: '502', title, year: year - 20 })
  expect(await at.row(id)).toMatchObject({ status: 'processing' })
  await added({ ratingKey: '502', title: title.toUpperCase(), year })
  expect(await at.row(id)).toMatchObject({ status: 'available', rating_key: '502' })
})

test('of a series each asked season is a line; how much of it is there Seerr says', async () => {
  const id = await at.asked(series.tmdbId, [1, 2])
  const show = series.title
  await added({ ratingKey: '601', itemType: 'episode', title: 'One', context: `${show} · S3E1` })
  await added({ ratingKey: '602', itemType: 'episode', title: 'One', context: `${show} · S1E1` })
  await added({ ratingKey: '603', itemType: 'episode', title: 'Two', context: `${show} · S1E2` })
  await added({ ratingKey: '604', itemType: 'season', title: 'Season 2', context: show })
  const steps = await at.steps(id)
  expect(steps.map(({ step, detail }) => [step, detail['season']])).toEqual([
    ['in-plex', 1],
    ['in-plex', 2],
  ])
  expect(await at.row(id)).toMatchObject({ status: 'processing', stage: 'in-plex' })
  await watched('somebody else', { ratingKey: '602', itemType: 'episode', title: 'One', context: `${show} · S1E1` })
  expect((await at.steps(id)).at(-1)).toMatchObject({ step: 'watched', by_user: null, by_name: 'somebody else' })
})

test('what arrives while it is late is late no more, and says no longer how far it is', async () => {
  const { tmdbId } = films[3]!
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 2)
  at.house.stall(tmdbId)
  await at.step(tmdbId)
  await at.look()
  expect(await at.row(id)).toMatchObject({ late_code: 'stalled', percent: 25 })
  await added({ ratingKey: '503', externalIds: [`tmdb://${tmdbId}`] })
  expect(await at.row(id)).toMatchObject({ status: 'available', late_code: null, percent: null, retry_at: null })
  expect((await at.names(id)).slice(-2).toSorted()).toEqual(['in-plex', 'on-time'])
})

test('what Seerr says is available is tidied by the next look', async () => {
  const { tmdbId } = films[4]!
  const id = await at.asked(tmdbId)
  await at.step(tmdbId, 2)
  at.house.stall(tmdbId)
  await at.step(tmdbId)
  await at.look()
  await at.set(id, { status: 'available' })
  await at.look()
  expect(await at.row(id)).toMatchObject({ late_code: null, percent: null })
  expect((await at.names(id)).at(-1)).toBe('on-time')
})
