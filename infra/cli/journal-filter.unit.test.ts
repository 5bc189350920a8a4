import { afterEach, describe, expect, it, vi } from 'vitest'
import { filterOf, sortKeys, wantedOf } from './journal-filter.ts'

afterEach(() => vi.unstubAllEnvs())

describe('--key', () => {
  it('is the filter where no address is named, and the key of the portal beside one', () => {
    vi.stubEnv('MEDIANEST_URL', '')
    expect(sortKeys({ key: '603' })).toEqual({ about: '603' })
    const remote = { key: 'secret', url: 'http://nas:3000', about: '603' }
    expect(sortKeys(remote)).toEqual(remote)
  })

  it('is never sent as a filter when the address comes from the environment', () => {
    vi.stubEnv('MEDIANEST_URL', 'http://nas:3000')
    expect(sortKeys({ key: 'secret' })).toEqual({ key: 'secret' })
  })
})

it('refuses what the journal would refuse, with the option', () => {
  expect(() => filterOf({ kind: 'letter' })).toThrow('--kind takes event, command, dead-letter')
  expect(() => filterOf({ correlation: '1234' })).toThrow('--correlation takes a whole id')
  expect(() => wantedOf({ limit: '0' }, 50)).toThrow('--limit takes a number from 1')
  expect(() => wantedOf({ limit: '5', all: true }, 50)).toThrow('contradict')
  expect([wantedOf({}, 50), wantedOf({ all: true }, 50), wantedOf({ limit: '7' }, 50)]).toEqual([50, Infinity, 7])
})
