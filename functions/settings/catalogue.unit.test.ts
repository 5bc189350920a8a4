import { expect, it } from 'vitest'
import { CATALOGUE, healthOf } from './catalogue.ts'
import { addressesIn } from './discovery.ts'
import { atLeast } from './version.ts'

it.each([
  ['2.17.1', '2.17.1', true],
  ['v2.17.10', '2.17.1', true],
  ['2.17', '2.17.1', false],
  ['10.8.0', '10.8', true],
  ['1.43.3.10828-0000000', '1.25', true],
  ['develop', '1.29', true],
])('%s is at least %s: %s', (version, least, expected) => {
  expect(atLeast(version, least)).toBe(expected)
})

it('every health target is an address below the base', () => {
  for (const [name, { since, defaultPort }] of Object.entries(CATALOGUE)) {
    const { target, acceptedCodes } = healthOf(name as keyof typeof CATALOGUE, 'http://nas/base')
    expect(target).toMatch(/^http:\/\/nas\/base/)
    expect(acceptedCodes.length).toBeGreaterThan(0)
    expect(since).toMatch(/^\d+(\.\d+)+$/)
    expect(defaultPort).toBeGreaterThan(1024)
  }
})

it('a host is looked at on every well-known port, a place on its own', async () => {
  const addresses = await addressesIn(['127.0.0.1', '127.0.0.1:34567', '::1', '[::1]:80', 'not a host'])
  const ports = new Set(Object.values(CATALOGUE).map(({ defaultPort }) => defaultPort))
  expect(addresses).toHaveLength(2 * ports.size + 2)
  expect(addresses.map(({ origin }) => origin)).toContain('http://127.0.0.1:34567')
  expect(addresses.map(({ origin }) => origin)).toContain('http://[::1]:32400')
})
