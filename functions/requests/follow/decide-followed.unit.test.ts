import { expect, test } from 'vitest'
import type { RequestRow } from '../tables.ts'
import { decideFollowed } from './decide-followed.ts'
import { aDownload, aFact, aFilm, aRow, aView, minutes } from './row.test.rig.ts'
import type { View } from './view.ts'

const patience = (count = 10) => ({ now: minutes(count), lateAfterHours: 6 })

/** The row as it is after the change, and which lines were new. */
function after(row: RequestRow, view: View, at = 10): { row: RequestRow; steps: string[] } {
  const change = decideFollowed(row, view, patience(at))
  const { followed, ...set } = change?.set ?? {}
  const next = { ...row, ...set } as RequestRow
  if (typeof followed === 'string') next.followed = JSON.parse(followed) as Record<string, unknown>
  if (set.size_bytes !== undefined && set.size_bytes !== null) next.size_bytes = String(set.size_bytes)
  return { row: next, steps: (change?.steps ?? []).map(({ key, step }) => key ?? step) }
}

test('what was seen once is no news', () => {
  const view = aView({ there: aFilm(), downloads: [aDownload()], happened: [aFact('grabbed')] })
  const first = after(aRow(), view)
  expect(first.steps).toEqual(['handed-on', 'grabbed:CAFE', 'downloading:CAFE'])
  expect(first.row).toMatchObject({ percent: 60, eta_at: minutes(30) })
  expect(decideFollowed(first.row, { ...view, there: undefined }, patience())).toBeNull()
})

test('the history tells what passed between two looks, in its order', () => {
  const happened = [aFact('imported', { at: minutes(9) }), aFact('grabbed')]
  const change = decideFollowed(aRow(), aView({ there: aFilm(), happened }), patience())
  expect(change?.steps?.map(({ key, at }) => [key, at])).toEqual([
    ['handed-on', minutes(1)],
    ['grabbed:CAFE', minutes(2)],
    ['imported:CAFE', minutes(9)],
  ])
  expect(change?.set?.percent).toBe(100)
})

test('what happened before it was asked for belongs to somebody else', () => {
  const happened = [aFact('grabbed', { at: minutes(-60) }), aFact('imported', { at: minutes(-50) })]
  expect(after(aRow(), aView({ there: aFilm(), happened })).steps).toEqual(['handed-on'])
})

test('what was there long before was handed on when it was seen', () => {
  const change = decideFollowed(aRow(), aView({ there: aFilm({ addedAt: minutes(-9999).toISOString() }) }), patience())
  expect(change?.steps).toMatchObject([{ step: 'handed-on', at: minutes(10), source: 'radarr' }])
})

test('a file that nobody loaded is an import, once it is certain that no history tells of it', () => {
  const there = aFilm({ parts: [{ season: null, monitored: true, wanted: 1, there: 1, nextAt: null }] })
  const first = after(aRow(), aView({ there }))
  expect(first.steps).toEqual(['handed-on'])
  expect(after(first.row, aView()).steps).toEqual(['imported:file'])
  expect(after(first.row, aView({ happened: [aFact('imported')] })).steps).toEqual(['imported:CAFE'])
})

test('a season pack is one download, and only what was asked for counts', () => {
  const parts = [1, 2].map((season) => ({ season, monitored: true, wanted: 10, there: 0, nextAt: null }))
  const row = aRow({ media_type: 'tv', seasons: [1, 2] })
  const pack = aDownload({ holds: [{ season: 1, parts: 10 }], sizeBytes: 1000, leftBytes: 500 })
  const happened = Array.from({ length: 10 }, () => aFact('grabbed', { season: 1 }))
  const loading = after(row, aView({ service: 'sonarr', there: aFilm({ parts }), downloads: [pack], happened }))
  expect(loading.steps).toEqual(['handed-on', 'grabbed:CAFE', 'downloading:CAFE'])
  expect(loading.row.percent).toBe(25)
  const imported = Array.from({ length: 10 }, () => aFact('imported', { season: 1, at: minutes(9) }))
  const change = decideFollowed(loading.row, aView({ service: 'sonarr', happened: imported }), patience())
  expect(change?.steps).toMatchObject([{ key: 'imported:CAFE', detail: { seasons: [1] } }])
})

test('how far it is: nothing of what has no size, all of what is loaded, and no time for what stands still', () => {
  const of = (more: Parameters<typeof aDownload>[0]) =>
    after(aRow(), aView({ there: aFilm(), downloads: [aDownload(more)] })).row
  expect(of({ sizeBytes: 0, leftBytes: 0, state: 'queued', etaAt: null })).toMatchObject({ percent: 0, eta_at: null })
  expect(of({ leftBytes: 0, state: 'loaded', etaAt: null })).toMatchObject({ percent: 100, eta_at: null })
  expect(of({ leftBytes: 2000 })).toMatchObject({ percent: 0 })
  expect(of({ id: null, state: 'delayed', etaAt: null })).toMatchObject({ percent: null })
})

test('while Radarr is away nothing else changes, and a moment away is nothing', () => {
  const known = after(aRow(), aView({ there: aFilm(), downloads: [aDownload()] })).row
  const down = (since: number) => aView({ down: { since: minutes(since), words: 'Radarr does not answer.' } })
  expect(decideFollowed(known, down(9.5), patience())).toBeNull()
  const late = after(known, down(5))
  expect(late.steps).toEqual([`late:unreachable:${minutes(5).toISOString()}`])
  expect(late.row).toMatchObject({ late_code: 'unreachable', late_since: minutes(5), percent: 60 })
  const back = after(late.row, aView({ downloads: [aDownload()] }))
  expect(back.steps).toEqual([`on-time:unreachable:${minutes(5).toISOString()}`])
  expect(back.row).toMatchObject({ late_code: null, late_since: null, late_message: null })
})

test('one reason in place of another is late all the same, with its own beginning', () => {
  const stalled = aView({ there: aFilm(), downloads: [aDownload({ state: 'stalled', words: 'No peers' })] })
  const first = after(aRow(), stalled, 10)
  expect(first.row).toMatchObject({ late_code: 'stalled', late_message: 'No peers', late_since: minutes(10) })
  const same = after(first.row, { ...stalled, there: undefined }, 20)
  expect(same).toMatchObject({ steps: [], row: { late_since: minutes(10) } })
  const blocked = aView({ downloads: [aDownload({ state: 'import-blocked', words: 'Sample' })] })
  const next = after(first.row, blocked, 30)
  expect(next.steps).toEqual(['late:import-blocked:CAFE'])
  expect(next.row).toMatchObject({ late_code: 'import-blocked', late_since: minutes(30) })
})

test('what a person has to do something about comes before what ends by itself', () => {
  const downloads = [
    aDownload({ id: 'A', state: 'stalled', words: 'No peers' }),
    aDownload({ id: 'B', state: 'import-blocked', words: 'Sample' }),
  ]
  expect(after(aRow(), aView({ there: aFilm(), downloads })).row.late_code).toBe('import-blocked')
  const full = aView({ there: aFilm(), downloads, disk: { path: '/films', freeBytes: 10, toComeBytes: 400 } })
  expect(after(aRow(), full).row).toMatchObject({
    late_code: 'disk-full',
    late_message: 'Radarr has 10 B free in /films, and 400 B are still to come.',
  })
})

test('a failed download that was grabbed anew is late no more', () => {
  const failing = aView({ there: aFilm(), happened: [aFact('grabbed'), aFact('failed', { words: 'Aborted' })] })
  const failed = after(aRow(), failing)
  expect(failed.row).toMatchObject({ late_code: 'download-failed', late_message: 'Aborted', percent: null })
  const again = after(failed.row, aView({ happened: [aFact('grabbed', { downloadId: 'BEEF', at: minutes(11) })] }), 12)
  expect(again.steps).toEqual(['grabbed:BEEF', 'on-time:download-failed:CAFE'])
})

test.each([
  ['nothing found yet', aFilm(), 100, null],
  ['nothing found for six hours', aFilm(), 400, 'Radarr has looked since 2026-03-01 and found no release.'],
  [
    'not looked for',
    aFilm({ monitored: false }),
    400,
    'Radarr has it, but does not look for it: it is not monitored there.',
  ],
  [
    'out later',
    aFilm({ release: { at: '2026-12-24T00:00:00.000Z', words: 'the digital release' } }),
    2,
    'Not released yet: the digital release comes on 2026-12-24.',
  ],
  ['out some time', aFilm({ release: { at: null, words: 'it' } }), 2, 'Not released yet; Radarr knows no date.'],
  ['there', aFilm({ parts: [{ season: null, monitored: true, wanted: 1, there: 1, nextAt: null }] }), 400, null],
  [
    'a season of which nothing is out',
    aFilm({ parts: [{ season: 3, monitored: true, wanted: 0, there: 0, nextAt: '2026-05-01T20:00:00.000Z' }] }),
    2,
    'Not released yet: the first episode comes on 2026-05-01.',
  ],
])('without a download: %s', (_what, there, at, message) => {
  expect(after(aRow({ stage: 'imported' }), aView({ there }), at).row.late_message).toBe(message)
})

test('unreadable notes of an earlier version are as if nobody had looked', () => {
  const row = aRow({ followed: { loaded: 'what?' } })
  expect(after(row, aView({ there: aFilm() })).steps).toEqual(['handed-on'])
})
