import { describe, expect, it } from 'vitest'
import { stepOf, type Timing, windowAfter, windowAt } from './windows.ts'

const once = (startsAt: string, endsAt: string): Timing => ({
  starts_at: new Date(startsAt),
  ends_at: new Date(endsAt),
  cron: null,
  duration_minutes: null,
  timezone: null,
})
const again = (cron: string, minutes: number, timezone: string | null = 'Europe/Berlin'): Timing => ({
  starts_at: null,
  ends_at: null,
  cron,
  duration_minutes: minutes,
  timezone,
})
const at = (text: string): Date => new Date(text)
const shown = (window: { since: Date; until: Date } | null) =>
  window && `${window.since.toISOString().slice(0, 16)} ${window.until.toISOString().slice(0, 16)}`

describe('a single window', () => {
  const timing = once('2026-11-21T18:00:00Z', '2026-11-21T19:00:00Z')

  it('is open from its first to before its last moment', () => {
    expect(windowAt(timing, at('2026-11-21T17:59:59.999Z'))).toBeNull()
    expect(windowAt(timing, at('2026-11-21T18:00:00.000Z'))).not.toBeNull()
    expect(windowAt(timing, at('2026-11-21T18:59:59.999Z'))).not.toBeNull()
    expect(windowAt(timing, at('2026-11-21T19:00:00.000Z'))).toBeNull()
  })

  it('comes once', () => {
    expect(shown(windowAfter(timing, at('2026-11-21T17:00:00Z')))).toBe('2026-11-21T18:00 2026-11-21T19:00')
    expect(windowAfter(timing, at('2026-11-21T18:00:00Z'))).toBeNull()
  })
})

describe('a recurring window', () => {
  it('is open from the very moment to before its end', () => {
    const timing = again('0 3 * * *', 60)
    expect(windowAt(timing, at('2026-06-01T00:59:59.999Z'))).toBeNull()
    expect(shown(windowAt(timing, at('2026-06-01T01:00:00.000Z')))).toBe('2026-06-01T01:00 2026-06-01T02:00')
    expect(shown(windowAt(timing, at('2026-06-01T01:59:59.999Z')))).toBe('2026-06-01T01:00 2026-06-01T02:00')
    expect(windowAt(timing, at('2026-06-01T02:00:00.000Z'))).toBeNull()
  })

  it('is in UTC without a zone', () => {
    expect(shown(windowAfter(again('0 3 * * *', 60, null), at('2026-06-01T00:00:00Z')))).toBe(
      '2026-06-01T03:00 2026-06-01T04:00',
    )
  })

  it('keeps the time on the wall across clock changes', () => {
    const sundays = again('0 3 * * 0', 60)
    const next = (from: string) => shown(windowAfter(sundays, at(from)))
    expect(next('2026-03-22T12:00:00Z')).toBe('2026-03-29T01:00 2026-03-29T02:00')
    expect(next('2026-10-18T12:00:00Z')).toBe('2026-10-25T02:00 2026-10-25T03:00')
    expect(next('2026-10-25T12:00:00Z')).toBe('2026-11-01T02:00 2026-11-01T03:00')
  })

  it('lasts its minutes also where an hour is skipped or repeated', () => {
    const nights = again('30 1 * * *', 120)
    // 01:30 to 04:30 on the wall, as 02:00 to 03:00 is not there
    expect(shown(windowAt(nights, at('2026-03-29T02:29:00Z')))).toBe('2026-03-29T00:30 2026-03-29T02:30')
    expect(windowAt(nights, at('2026-03-29T02:30:00Z'))).toBeNull()
    // 01:30 to 02:30 the second time
    expect(shown(windowAt(nights, at('2026-10-25T01:29:00Z')))).toBe('2026-10-24T23:30 2026-10-25T01:30')
    expect(windowAt(nights, at('2026-10-25T01:30:00Z'))).toBeNull()
  })

  it('that would begin in the skipped hour begins right after it', () => {
    const nights = again('30 2 * * *', 30)
    expect(shown(windowAfter(nights, at('2026-03-28T12:00:00Z')))).toBe('2026-03-29T01:00 2026-03-29T01:30')
  })

  it('that begins in the repeated hour comes once', () => {
    const nights = again('30 2 * * *', 30)
    expect(shown(windowAt(nights, at('2026-10-25T00:45:00Z')))).toBe('2026-10-25T00:30 2026-10-25T01:00')
    // 02:45 on the wall again
    expect(windowAt(nights, at('2026-10-25T01:45:00Z'))).toBeNull()
  })

  it('opens and closes exactly once a day through both changes, looked at every 5 s', () => {
    const nights = again('30 2 * * *', 45)
    for (const day of ['2026-03-29', '2026-10-25']) {
      let active = null as ReturnType<typeof stepOf>['active']
      const seen: string[] = []
      for (let now = Date.parse(`${day}T00:00:00Z`) - 3_600_000; now < Date.parse(`${day}T04:00:00Z`); now += 5000) {
        const step = stepOf(nights, active, new Date(now))
        if (step.closed) seen.push(`closed ${step.closed.toISOString().slice(11, 16)}`)
        if (step.opens) seen.push(`opened ${new Date(now).toISOString().slice(11, 16)}`)
        active = step.active
      }
      expect(seen).toEqual(day === '2026-03-29' ? ['opened 01:00', 'closed 01:45'] : ['opened 00:30', 'closed 01:15'])
    }
  })
})

describe('where a plan stands', () => {
  const timing = once('2026-11-21T18:00:00Z', '2026-11-21T19:00:00Z')
  const open = { since: at('2026-11-21T18:00:02Z'), until: at('2026-11-21T19:00:00Z') }

  it('opens when it is seen, and only then', () => {
    const now = at('2026-11-21T18:20:00Z')
    expect(stepOf(timing, null, now)).toEqual({ closed: null, opens: true, active: { since: now, until: open.until } })
    expect(stepOf(timing, open, now)).toEqual({ closed: null, opens: false, active: open })
  })

  it('closes at its own end, however late that is seen', () => {
    const step = stepOf(timing, open, at('2026-11-22T08:00:00Z'))
    expect(step).toEqual({ closed: open.until, opens: false, active: null })
  })

  it('closes now when it was moved away, and goes on when it was made longer', () => {
    const now = at('2026-11-21T18:20:00Z')
    const later = once('2026-11-23T18:00:00Z', '2026-11-23T19:00:00Z')
    expect(stepOf(later, open, now)).toEqual({ closed: now, opens: false, active: null })
    const longer = once('2026-11-21T18:00:00Z', '2026-11-21T22:00:00Z')
    expect(stepOf(longer, open, now)).toEqual({
      closed: null,
      opens: false,
      active: { since: open.since, until: at('2026-11-21T22:00:00Z') },
    })
  })

  it('closes one and opens the next where both fell into a pause', () => {
    const daily = again('0 18 * * *', 60, 'UTC')
    const now = at('2026-11-22T18:10:00Z')
    expect(stepOf(daily, open, now)).toEqual({
      closed: open.until,
      opens: true,
      active: { since: now, until: at('2026-11-22T19:00:00Z') },
    })
  })
})
