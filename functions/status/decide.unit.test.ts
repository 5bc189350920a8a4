import { describe, expect, test } from 'vitest'
import { decide, RECENT, type Standing } from './decide.ts'

const before = new Date('2026-01-01T10:00:00Z')
const now = new Date('2026-01-01T10:00:30Z')
const strict = { failures: 0, shaky: 0, retries: 0, retrySeconds: 20, degradedAboveMs: null }
const unknown: Standing = { ...strict, status: 'unknown', since: null, recent: [] }
const online: Standing = { ...strict, status: 'online', since: before, recent: [10] }
const offline: Standing = { ...strict, status: 'offline', since: before, recent: [10, null], failures: 1 }
const silent = { degraded: null, certificateEndsAt: null }
const good = { ...silent, responseTimeMs: 12, error: null }
const bad = { ...silent, responseTimeMs: null, error: 'connection refused by 127.0.0.1:1' }

describe('a service that', () => {
  test('was never checked, given an answer, goes online as a change from unknown', () => {
    const { next, changedFrom } = decide(unknown, good, now)
    expect(changedFrom).toBe('unknown')
    expect(next).toMatchObject({ status: 'online', since: now, recent: [12], error: null, failures: 0 })
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
    expect(next).toMatchObject({ status: 'offline', since: now, responseTimeMs: null, error: bad.error, failures: 1 })
    expect(next.recent).toEqual([10, null])
  })
  test('is offline for another reason than before stays offline and says the new one', () => {
    const { next, changedFrom } = decide(offline, { ...bad, error: 'answered 503' }, now)
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

describe('a service that is forgiven two failures', () => {
  const patient: Standing = { ...online, retries: 2 }

  test('given the first, keeps its status, says why, and is looked at again soon', () => {
    const { next, changedFrom, verdict, retryAt } = decide(patient, bad, now)
    expect(next).toMatchObject({ status: 'online', since: before, error: bad.error, failures: 1, recent: [10, null] })
    expect({ changedFrom, verdict, retryAt }).toEqual({
      changedFrom: null,
      verdict: 'offline',
      retryAt: new Date('2026-01-01T10:00:50Z'),
    })
  })
  test('given the third in a row, goes offline', () => {
    const { next, changedFrom, retryAt } = decide({ ...patient, failures: 2 }, bad, now)
    expect(next).toMatchObject({ status: 'offline', since: now, failures: 3 })
    expect({ changedFrom, retryAt }).toEqual({ changedFrom: 'online', retryAt: null })
  })
  test('given an answer in between, begins to count anew', () => {
    expect(decide({ ...patient, failures: 2 }, good, now)).toMatchObject({
      changedFrom: null,
      next: { status: 'online', since: before, failures: 0, error: null },
    })
  })
  test('is forgiven nothing more once it is offline', () => {
    expect(decide({ ...offline, retries: 2 }, bad, now)).toMatchObject({ retryAt: null, next: { status: 'offline' } })
  })
  test('and was never checked, stays unknown, since nobody knows when', () => {
    const { next } = decide({ ...unknown, retries: 2 }, bad, now)
    expect(next).toMatchObject({ status: 'unknown', since: null, failures: 1 })
  })
})

describe('a service that answers', () => {
  const hurried: Standing = { ...online, degradedAboveMs: 1000 }

  test('as slowly as it may stays online', () => {
    expect(decide(hurried, { ...good, responseTimeMs: 1000 }, now).changedFrom).toBeNull()
  })
  test('more slowly is degraded, with its response time and the words', () => {
    const { next, changedFrom, verdict } = decide(hurried, { ...good, responseTimeMs: 1500.4 }, now)
    expect({ changedFrom, verdict }).toEqual({ changedFrom: 'online', verdict: 'degraded' })
    expect(next).toMatchObject({
      status: 'degraded',
      since: now,
      responseTimeMs: 1500.4,
      error: 'took 1.5 s, more than the 1 s that it is allowed',
      failures: 0,
    })
  })
  test('with a complaint of its own is degraded by that', () => {
    const { next } = decide(hurried, { ...good, responseTimeMs: 1500, degraded: 'its database is slow' }, now)
    expect(next).toMatchObject({ status: 'degraded', error: 'its database is slow' })
  })
  test('in time again is online again', () => {
    const { next, changedFrom } = decide({ ...hurried, status: 'degraded' }, good, now)
    expect(changedFrom).toBe('degraded')
    expect(next).toMatchObject({ status: 'online', error: null })
  })
})

describe('a service that fails now and then, never long enough to be offline', () => {
  const run = (start: Standing, checks: string): { status: string; error: string | null }[] => {
    let standing = start
    return checks.split('').map((check) => {
      const { next } = decide(standing, check === 'x' ? bad : good, now)
      standing = { ...standing, ...next }
      return { status: next.status, error: next.error }
    })
  }
  const patient: Standing = { ...online, retries: 2 }

  test('is degraded, says how much of it failed, and is well again once it is steady', () => {
    const seen = run(patient, 'xx.x.....')
    const unsteady = ['degraded', 'degraded', 'degraded', 'degraded', 'degraded']
    expect(seen.map(({ status }) => status)).toEqual(['online', 'online', 'online', ...unsteady, 'online'])
    expect(seen[4]?.error).toBe('3 of the last 6 checks failed')
    expect(seen.at(-1)?.error).toBeNull()
  })
  test('is well where a failure is rare, however often it comes', () => {
    expect(new Set(run(patient, 'x...'.repeat(50)).map(({ status }) => status))).toEqual(new Set(['online']))
  })
  test('is not called unsteady after an outage that counted', () => {
    expect(
      run(patient, 'xxxxx.')
        .map(({ status }) => status)
        .at(-1),
    ).toBe('online')
    expect(run({ ...patient, retries: 0 }, 'x.x.x.').map(({ status }) => status)).toEqual([
      'offline',
      'online',
      'offline',
      'online',
      'offline',
      'online',
    ])
  })
})
