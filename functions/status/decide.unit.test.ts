import { describe, expect, test } from 'vitest'
import { decide, RECENT, type Standing } from './decide.ts'

const before = new Date('2026-01-01T10:00:00Z')
const now = new Date('2026-01-01T10:00:30Z')
const unknown: Standing = { status: 'unknown', since: null, recent: [] }
const online: Standing = { status: 'online', since: before, recent: [10] }
const offline: Standing = { status: 'offline', since: before, recent: [10, null] }
const good = { responseTimeMs: 12, error: null }
const bad = { responseTimeMs: null, error: 'connection refused by 127.0.0.1:1' }

describe('a service that', () => {
  test('was never checked, given an answer, goes online as a change from unknown', () => {
    const { next, changedFrom } = decide(unknown, good, now)
    expect(changedFrom).toBe('unknown')
    expect(next).toMatchObject({ status: 'online', since: now, recent: [12], error: null, good: true })
  })
  test('was never checked, given none, goes offline as a change from unknown', () => {
    expect(decide(unknown, bad, now)).toMatchObject({ changedFrom: 'unknown', next: { status: 'offline', since: now } })
  })
  test('is online, given an answer, stays so since it was', () => {
    const { next, changedFrom } = decide(online, good, now)
    expect(changedFrom).toBeNull()
    expect(next).toMatchObject({ since: before, lastCheckAt: now, responseTimeMs: 12, recent: [10, 12] })
  })
  test('is online, given none, goes offline with the words and without a response time', () => {
    const { next, changedFrom } = decide(online, { ...bad, responseTimeMs: 5 }, now)
    expect(changedFrom).toBe('online')
    expect(next).toMatchObject({ status: 'offline', since: now, responseTimeMs: null, error: bad.error, good: false })
    expect(next.recent).toEqual([10, null])
  })
  test('is offline for another reason than before stays offline and says the new one', () => {
    const { next, changedFrom } = decide(offline, { responseTimeMs: null, error: 'answered 503' }, now)
    expect(changedFrom).toBeNull()
    expect(next).toMatchObject({ since: before, error: 'answered 503' })
  })
  test('is offline, given an answer, comes back', () => {
    expect(decide(offline, good, now)).toMatchObject({ changedFrom: 'offline', next: { status: 'online', since: now } })
  })
  test('was checked often keeps the latest response times only', () => {
    const recent = Array.from({ length: RECENT }, (_, i) => i)
    expect(decide({ ...online, recent }, good, now).next.recent).toEqual([...recent.slice(1), 12])
  })
})
