import { describe, expect, it } from 'vitest'
import { type Plan, wrongWith } from './check-plan.ts'

const now = new Date('2026-11-21T18:00:00Z')
const ends = { startsAt: '2026-11-21T18:00:00Z', endsAt: '2026-11-21T19:00:00+00:00' }
const weekly = { cron: '0 3 * * 0', durationMinutes: 60 }
const wrong = (plan: Partial<Plan>) => {
  const found = wrongWith({ title: 'New disk', everything: true, ...plan }, now)
  return found && `${found.path}: ${found.message}`
}

describe('a plan', () => {
  it('comes once or again and again', () => {
    expect(wrong(ends)).toBeNull()
    expect(wrong({ ...weekly, timezone: 'Europe/Berlin' })).toBeNull()
    expect(wrong({ ...weekly, cron: '@daily', timezone: null })).toBeNull()
    expect(wrong({ ...ends, ...weekly })).toBe('cron: Give either startsAt and endsAt, or cron and durationMinutes.')
    expect(wrong({ ...ends, durationMinutes: 5 })).toBe(
      'durationMinutes: Give either startsAt and endsAt, or cron and durationMinutes.',
    )
    expect(wrong({})).toMatch(/^startsAt: Say when: /)
    expect(wrong({ startsAt: null, endsAt: null, cron: '' })).toMatch(/^startsAt: Say when: /)
  })

  it('covers something', () => {
    const nothing = 'everything: Say which services it covers: everything, groups or monitorIds.'
    expect(wrong({ ...ends, everything: false })).toBe(nothing)
    expect(wrong({ ...ends, everything: undefined, groups: [], monitorIds: [] })).toBe(nothing)
    expect(wrong({ ...ends, everything: false, groups: ['Media'] })).toBeNull()
  })

  it('has both ends in their order', () => {
    expect(wrong({ endsAt: ends.endsAt })).toMatch(/^startsAt: A single window needs both ends/)
    expect(wrong({ startsAt: ends.startsAt })).toMatch(/^endsAt: A single window needs both ends/)
    const order = 'endsAt: It has to be over after it begins: endsAt is not later than startsAt.'
    expect(wrong({ startsAt: ends.startsAt, endsAt: ends.startsAt })).toBe(order)
    // the same moment in another zone
    expect(wrong({ startsAt: '2026-11-21T18:00:00Z', endsAt: '2026-11-21T19:00:00+01:00' })).toBe(order)
  })

  it('has a time that comes, and a length', () => {
    expect(wrong({ cron: weekly.cron })).toBe('durationMinutes: Say how long it lasts: durationMinutes.')
    expect(wrong({ durationMinutes: 60 })).toMatch(/^cron: Say when it comes/)
    for (const cron of ['x', '61 * * * *', '* * * * * *', '0 3 * *'])
      expect(wrong({ ...weekly, cron })).toMatch(/^cron: ".+" is no recurring time \(.+\)\. Give five fields/)
    expect(wrong({ ...weekly, cron: '0 0 30 2 *' })).toBe('cron: "0 0 30 2 *" never comes: there is no such day.')
  })

  it('has a zone that there is', () => {
    for (const timezone of ['Mars/Base', '+02:00', ' '])
      expect(wrong({ ...weekly, timezone })).toBe(
        `timezone: There is no time zone "${timezone}". Give an IANA name, for example Europe/Berlin.`,
      )
  })

  it('is over before it comes again', () => {
    expect(wrong({ cron: '0 * * * *', durationMinutes: 59 })).toBeNull()
    expect(wrong({ cron: '0 * * * *', durationMinutes: 60 })).toMatch(
      /^durationMinutes: The next window begins 60 min after one began, and this one would last 60 min/,
    )
    expect(wrong({ cron: '* * * * *', durationMinutes: 10_080 })).not.toBeNull()
  })
})
