import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { InputOf } from '../../../contracts/define.ts'
import { GetRequest, ListRequests } from '../../../contracts/media-requests.ts'
import { REQUEST_STATUSES } from '../../../contracts/media.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import list from './list.ts'
import request from './request.ts'
import { openRows, type Rows } from './rows.test.rig.ts'

let rig: Rig
let rows: Rows
const [anna, ben] = [randomUUID(), randomUUID()]

beforeAll(async () => {
  rig = await startRig()
  await rig.host([list, request])
  rows = await openRows(rig.databaseUrl)
})
afterAll(async () => {
  await rows.close()
  await rig.stop()
})
beforeEach(async () => {
  await rows.client.query('truncate request, media cascade')
})

const as = (userId: string, role: 'admin' | 'user' = 'user') => ({ ...rig.who, actor: `user:${userId}`, role })
const page = (input: InputOf<typeof ListRequests>, who = as(anna, 'admin')) => rig.client.ask(ListRequests, input, who)
const titles = async (input: InputOf<typeof ListRequests>, who = as(anna, 'admin')) =>
  (await page(input, who)).items.map(({ title }) => title)

async function everyPage(input: InputOf<typeof ListRequests>, who = as(anna, 'admin')): Promise<string[]> {
  const found: string[] = []
  for (let cursor: string | null | undefined; cursor !== null;) {
    const { items, nextCursor } = await page({ ...input, ...(cursor === undefined ? {} : { cursor }) }, who)
    found.push(...items.map(({ id }) => id))
    cursor = nextCursor
  }
  return found
}

describe('the list', () => {
  test('is complete and in order by every sort, however small its pages, with equal times and titles', async () => {
    const kinds = ['movie', 'tv', 'music'] as const
    for (let n = 0; n < 60; n++)
      await rows.request({
        media_type: kinds[n % 3]!,
        media_id: kinds[n % 3] === 'music' ? anna : '550',
        status: REQUEST_STATUSES[n % REQUEST_STATUSES.length]!,
        title: n % 7 === 0 ? null : `Title ${n % 5}`,
        user_id: n % 2 === 0 ? anna : ben,
        created_at: new Date(1_700_000_000_000 + Math.floor(n / 4)),
        updated_at: new Date(1_800_000_000_000 - n),
      })
    await rows.client.query(
      `update request set created_at = created_at + interval '7 microseconds' where title is null`,
    )
    const keys = { added: 'created_at', modified: 'updated_at', title: `lower(coalesce(title, ''))` }
    for (const sort of ['added', 'modified', 'title'] as const)
      for (const order of ['asc', 'desc'] as const) {
        const sorted = `${keys[sort]} ${order}, id ${order}`
        const all = await rows.client.query<{ id: string }>(`select id from request order by ${sorted}`)
        expect(await everyPage({ sort, order, limit: 7 })).toEqual(all.rows.map(({ id }) => id))
        const own = await rows.client.query<{ id: string }>(
          `select id from request where user_id = $1 and media_type = 'tv'
           and status in ('waiting', 'pending', 'processing', 'partial', 'failed') order by ${sorted}`,
          [ben],
        )
        const wanted = { sort, order, limit: 2, filter: 'open', type: 'tv' } as const
        expect(await everyPage(wanted, as(ben))).toEqual(own.rows.map(({ id }) => id))
      }
  })

  test('shows members their own and nothing else, whatever they ask for', async () => {
    await rows.request({ user_id: anna, title: 'Of Anna' })
    await rows.request({ user_id: ben, title: 'Of Ben' })
    await rows.request({ user_id: null, requested_by: 'kris', title: 'Of somebody at Seerr' })
    expect(await titles({}, as(ben))).toEqual(['Of Ben'])
    expect(await titles({ userId: anna }, as(ben))).toEqual([])
    expect(await titles({ mine: false }, as(ben))).toEqual(['Of Ben'])
    expect(await titles({ search: 'anna' }, as(ben))).toEqual([])
    expect((await page({}, as(ben))).pending).toBe(1)
    expect((await page({}, as(anna, 'admin'))).pending).toBe(3)
    expect(await titles({ mine: true }, as(anna, 'admin'))).toEqual(['Of Anna'])
    expect(await titles({ userId: ben }, as(anna, 'admin'))).toEqual(['Of Ben'])
    // the operator runs the house and is nobody
    const operator = { ...rig.who, actor: 'operator', role: 'admin' as const }
    expect(await titles({}, operator)).toHaveLength(3)
    expect(await titles({ mine: true }, operator)).toEqual([])
    const mine = await page({}, as(ben))
    expect(mine.items[0]).toMatchObject({ mine: true, seerrId: null, can: { withdraw: true, approve: false } })
  })

  test('finds part of a title, and takes no sign in it for a pattern', async () => {
    await rows.request({ title: '100% Wolf_Man' })
    await rows.request({ title: 'The WOLF of somewhere' })
    expect(await titles({ search: 'wolf', sort: 'title' })).toEqual(['100% Wolf_Man', 'The WOLF of somewhere'])
    expect(await titles({ search: '0% w' })).toEqual(['100% Wolf_Man'])
    expect(await titles({ search: 'f_m' })).toEqual(['100% Wolf_Man'])
    expect(await titles({ search: '%' })).toEqual(['100% Wolf_Man'])
    expect(await titles({ search: '\\' })).toEqual([])
  })

  test('takes no cursor of another order, nor one that somebody made', async () => {
    for (let n = 0; n < 3; n++) await rows.request({ title: `${n}` })
    const { nextCursor } = await page({ limit: 1 })
    const bad = [
      { cursor: nextCursor!, sort: 'title' as const },
      { cursor: nextCursor!, order: 'asc' as const },
      { cursor: 'nonsense' },
      ...[
        ['added', 'desc', "2026-01-01'; drop table request", randomUUID()],
        ['added', 'desc', '2026-13-41 00:00:00+00', randomUUID()],
        ['added', 'desc', '2026-01-01 00:00:00+00', 'no id'],
        ['title', 'asc', 'a\0b', randomUUID()],
      ].map((made) => ({
        cursor: Buffer.from(JSON.stringify(made)).toString('base64url'),
        sort: made[0] as 'added',
        order: made[1] as 'asc',
      })),
    ]
    for (const input of bad) await expect(page(input), JSON.stringify(input)).rejects.toMatchObject({ code: 'INVALID' })
  })
})

describe('a request', () => {
  test('has its timeline with the lag between stages and who decided; who watched is for admins and that person', async () => {
    const id = await rows.request({ user_id: ben, requested_by: 'Ben', title: 'Solaris', seerr_id: 12 })
    await rows.media({ title: 'Solaris', year: 1972, poster: '/abc.jpg' })
    const at = (minutes: number) => new Date(1_700_000_000_000 + minutes * 60_000)
    const grab = JSON.stringify({ release: 'Solaris.1972', indexer: 'Attic' })
    await rows.step(id, { step: 'grabbed', at: at(30), source: 'radarr', detail: grab })
    await rows.step(id, { step: 'asked', at: at(0), by_user: ben, by_name: 'Ben' })
    await rows.step(id, { step: 'approved', at: at(10), by_user: anna, by_name: 'Anna' })
    await rows.step(id, { step: 'late', at: at(20), source: 'radarr' })
    await rows.step(id, { step: 'grabbed', key: 'grabbed:2', at: at(50), source: 'radarr' })
    await rows.step(id, { step: 'imported', at: at(60), source: 'radarr' })
    await rows.step(id, { step: 'watched', at: at(90), source: 'plex', by_user: anna, by_name: 'Anna' })
    const seen = await rig.client.ask(GetRequest, { id }, as(anna, 'admin'))
    expect(seen).toMatchObject({ title: 'Solaris', year: 1972, posterId: 't-abc_jpg', seerrId: 12 })
    const minute = 60_000
    expect(seen.timeline.map(({ step, lagMs, by }) => [step, lagMs, by])).toEqual([
      ['asked', null, 'Ben'],
      ['approved', 10 * minute, 'Anna'],
      ['late', null, null],
      ['grabbed', 20 * minute, null],
      ['grabbed', null, null],
      ['imported', 30 * minute, null],
      ['watched', 30 * minute, 'Anna'],
    ])
    expect(seen.timeline[3]!.detail).toEqual({ release: 'Solaris.1972', indexer: 'Attic' })
    const own = await rig.client.ask(GetRequest, { id }, as(ben))
    expect(own.timeline.map(({ by }) => by)).toEqual(['Ben', 'Anna', null, null, null, null, null])
    expect(own.seerrId).toBeNull()
  })

  test('of somebody else is not there', async () => {
    const id = await rows.request({ user_id: ben })
    await expect(rig.client.ask(GetRequest, { id }, as(anna))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    const nobody = await rows.request({ user_id: null })
    await expect(rig.client.ask(GetRequest, { id: nobody }, as(anna))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(rig.client.ask(GetRequest, { id: nobody }, { ...rig.who, actor: 'visitor' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })
})
