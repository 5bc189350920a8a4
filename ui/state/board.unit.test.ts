import { afterEach, expect, test, vi } from 'vitest'
import type { Service } from '../../contracts/status.ts'
import { loadBoard, overdueFor, serviceOf, services, stateNow, troubled } from './board.ts'
import { now } from './clock.ts'

const CHECKED = '2026-11-21T12:00:00.000Z'
const after = (seconds: number): number => Date.parse(CHECKED) + seconds * 1000

const tile = (id: string, more: Partial<Service> = {}): Partial<Service> => ({
  id,
  name: id,
  status: 'online',
  lastCheckAt: CHECKED,
  intervalSeconds: 30,
  becauseOf: null,
  maintenance: null,
  version: 1,
  ...more,
})

afterEach(() => vi.unstubAllGlobals())

async function board(...services: object[]): Promise<void> {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ success: true, data: { services } })))
  await loadBoard()
}

const stateOf = (id: string): string => stateNow(serviceOf(id)!)

test('a state is known for two intervals of its own service, and unknown when nobody checks any more', async () => {
  await board(tile('plex', { status: 'offline' }), tile('nas', { intervalSeconds: 3600 }))
  now.value = after(90)
  expect([stateOf('plex'), stateOf('nas'), troubled.value.length]).toEqual(['offline', 'online', 1])
  now.value = after(91)
  expect(overdueFor(serviceOf('plex')!)).toBe(91_000)
  expect([stateOf('plex'), stateOf('nas'), troubled.value.length]).toEqual(['unknown', 'online', 0])
})

test('nothing is overdue before the first check', async () => {
  await board(tile('plex', { status: 'unknown', lastCheckAt: null }))
  now.value = after(3600)
  expect(overdueFor(serviceOf('plex')!)).toBeUndefined()
})

test('who fails because of another one, or in maintenance, needs nobody', async () => {
  now.value = after(1)
  await board(
    tile('vpn', { status: 'offline' }),
    tile('torrents', { status: 'offline', becauseOf: { id: 'vpn', name: 'vpn' } }),
    tile('nas', { status: 'degraded', maintenance: { id: 'm', title: 'New disk', endsAt: null } }),
  )
  expect(troubled.value.map(({ id }) => id)).toEqual(['vpn'])
})

test('an answer that is older than what is held changes nothing, and who is not in it is gone', async () => {
  now.value = after(1)
  await board(tile('plex', { status: 'offline', version: 7 }), tile('nas'))
  await board(tile('plex', { status: 'online', version: 6 }))
  expect(services.value?.map(({ id, status }) => [id, status])).toEqual([['plex', 'offline']])
})
