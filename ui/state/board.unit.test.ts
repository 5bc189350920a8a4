import { afterEach, expect, test, vi } from 'vitest'
import { loadBoard, overdueFor, serviceOf, stateNow, troubled } from './board.ts'
import { now } from './clock.ts'

const CHECKED = '2026-11-21T12:00:00.000Z'
const at = (minutes: number): number => Date.parse(CHECKED) + minutes * 60_000

const tile = (id: string, lastCheckAt: string | null, status: string): object => ({
  id,
  name: id,
  group: null,
  kind: 'http',
  status,
  since: lastCheckAt,
  responseTimeMs: null,
  lastCheckAt,
  uptimePercentage: null,
  error: null,
  recent: [],
  version: 1,
})

afterEach(() => vi.unstubAllGlobals())

async function board(...services: object[]): Promise<void> {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ success: true, data: { services } })))
  await loadBoard()
}

test('a state is known while somebody checks, and unknown when nobody does', async () => {
  await board(tile('plex', CHECKED, 'offline'), tile('nas', '2026-11-21T09:00:00.000Z', 'online'))
  now.value = at(2)
  expect([overdueFor.value, troubled.value.length]).toEqual([undefined, 1])
  // checked every few hours: that another one was checked a moment ago tells that the checks go on
  expect(stateNow({ status: 'online' })).toBe('online')
  now.value = at(7)
  expect(overdueFor.value).toBe(7 * 60_000)
  expect(stateNow({ status: 'online' })).toBe('unknown')
  expect(troubled.value).toEqual([])
  expect(serviceOf('plex')?.status).toBe('offline')
})

test('nothing is overdue before the first check', async () => {
  await board(tile('plex', null, 'unknown'))
  now.value = at(60)
  expect(overdueFor.value).toBeUndefined()
})
