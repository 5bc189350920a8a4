import { describe, expect, it } from 'vitest'
import { dueFor, isQuiet } from './preference.ts'
import { isZone, minuteOfDay, nextAt, showTime } from './zone.ts'

const at = (text: string): Date => new Date(text)
const next = (zone: string, hour: string, after: string): string => nextAt(zone, hour, at(after)).toISOString()

describe('the next time of a day', () => {
  it('is today or tomorrow, as the wall of the zone has it', () => {
    expect(next('UTC', '07:30', '2026-03-01T07:29:59Z')).toBe('2026-03-01T07:30:00.000Z')
    expect(next('UTC', '07:30', '2026-03-01T07:30:00Z')).toBe('2026-03-02T07:30:00.000Z')
    expect(next('Pacific/Auckland', '07:30', '2026-03-01T18:00:00Z')).toBe('2026-03-01T18:30:00.000Z')
    expect(next('Asia/Kathmandu', '00:00', '2026-03-01T18:00:00Z')).toBe('2026-03-01T18:15:00.000Z')
    expect(next('America/Los_Angeles', '23:00', '2026-12-31T12:00:00Z')).toBe('2027-01-01T07:00:00.000Z')
  })

  it('stays the same on the wall across the change of clocks', () => {
    expect(next('Europe/Vienna', '07:00', '2026-03-28T12:00:00Z')).toBe('2026-03-29T05:00:00.000Z')
    expect(next('Europe/Vienna', '07:00', '2026-10-24T12:00:00Z')).toBe('2026-10-25T06:00:00.000Z')
  })

  it('is when the clock is put forward, where that leaves it out', () => {
    expect(next('Europe/Vienna', '02:30', '2026-03-28T12:00:00Z')).toBe('2026-03-29T01:00:00.000Z')
    expect(next('Australia/Lord_Howe', '02:15', '2026-10-03T12:00:00Z')).toBe('2026-10-03T15:30:00.000Z')
  })

  it('comes twice where the clock is put back over it', () => {
    const first = '2026-10-25T00:30:00.000Z'
    expect(next('Europe/Vienna', '02:30', '2026-10-24T12:00:00Z')).toBe(first)
    expect(next('Europe/Vienna', '02:30', first)).toBe('2026-10-25T01:30:00.000Z')
  })

  it('always lies within the next 26 hours and shows the hour, every quarter of an hour of a year', () => {
    for (
      let hour = Date.parse('2026-01-01T00:00:00Z');
      hour < Date.parse('2027-01-01T00:00:00Z');
      hour += 7 * 900_000
    ) {
      const found = nextAt('Europe/Vienna', '05:15', new Date(hour))
      expect(found.getTime() - hour).toBeGreaterThan(0)
      expect(found.getTime() - hour).toBeLessThanOrEqual(25 * 3_600_000)
      expect(minuteOfDay('Europe/Vienna', found)).toBe(5 * 60 + 15)
    }
  })
})

describe('quiet hours', () => {
  const night = { from: '22:00', to: '07:00' }

  it('go over midnight, and end where they say', () => {
    const quiet = (time: string): boolean => isQuiet(night, 'UTC', at(`2026-03-01T${time}:00Z`))
    expect(['21:59', '22:00', '23:59', '00:00', '06:59', '07:00', '12:00'].map(quiet)).toEqual([
      false,
      true,
      true,
      true,
      true,
      false,
      false,
    ])
    expect(isQuiet({ from: '09:00', to: '17:00' }, 'UTC', at('2026-03-01T12:00:00Z'))).toBe(true)
    expect(isQuiet({ from: '09:00', to: '17:00' }, 'UTC', at('2026-03-01T17:00:00Z'))).toBe(false)
  })

  it('hold back what is not critical, and that too unless it may pass', () => {
    const now = at('2026-03-28T23:00:00Z')
    const of = (exceptCritical: boolean) => ({
      quiet: { ...night, exceptCritical },
      digest_at: null,
      timezone: 'Europe/Vienna',
    })
    // seven in the morning of the night in which the clock is put forward
    const morning = { at: at('2026-03-29T05:00:00Z'), held: 'quiet' }
    expect(dueFor(of(true), 'warning', now)).toEqual(morning)
    expect(dueFor(of(false), 'critical', now)).toEqual(morning)
    expect(dueFor(of(true), 'critical', now)).toEqual({ at: now, held: null })
    expect(dueFor(of(true), 'warning', at('2026-03-28T20:59:00Z'))).toMatchObject({ held: null })
  })

  it('move a digest to their end; what is critical waits for none', () => {
    const now = at('2026-03-01T12:00:00Z')
    const digest = { quiet: null, digest_at: '08:00', timezone: 'UTC' }
    expect(dueFor(digest, 'info', now)).toEqual({ at: at('2026-03-02T08:00:00Z'), held: 'digest' })
    expect(dueFor(digest, 'critical', now)).toEqual({ at: now, held: null })
    const early = { quiet: { ...night, exceptCritical: true }, digest_at: '05:00', timezone: 'UTC' }
    expect(dueFor(early, 'info', now)).toEqual({ at: at('2026-03-02T07:00:00Z'), held: 'digest' })
  })
})

it('knows zones, and shows times in them', () => {
  expect(['Europe/Vienna', 'UTC', 'Mars/Olympus', ''].map(isZone)).toEqual([true, true, false, false])
  expect(showTime(at('2026-07-01T22:30:00Z'), 'Europe/Vienna')).toBe('2026-07-02 00:30')
  expect(showTime(at('2026-07-01T22:30:00Z'))).toBe('2026-07-01 22:30 UTC')
})
