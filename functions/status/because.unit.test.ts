import { describe, expect, test } from 'vitest'
import { circleOf, type Kin, rootCause } from './because.ts'

const kin = (...rows: [id: string, down: boolean, ...parents: string[]][]): ReadonlyMap<string, Kin> =>
  new Map(rows.map(([id, down, ...dependsOn]) => [id, { id, name: id.toUpperCase(), dependsOn, down }]))

describe('a failure', () => {
  test('is its own while what it depends on is well', () => {
    expect(rootCause('app', kin(['app', true, 'vpn'], ['vpn', false, 'router'], ['router', true]))).toBeNull()
  })
  test('is put down to the failed parent furthest up', () => {
    const family = kin(['app', true, 'vpn'], ['vpn', true, 'router'], ['router', true])
    expect(rootCause('app', family)).toEqual({ id: 'router', name: 'ROUTER' })
    expect(rootCause('vpn', family)).toEqual({ id: 'router', name: 'ROUTER' })
    expect(rootCause('router', family)).toBeNull()
  })
  test('is put down to whichever parent fails', () => {
    expect(rootCause('app', kin(['app', true, 'db', 'vpn'], ['db', false], ['vpn', true]))?.id).toBe('vpn')
  })
  test('of a parent that is gone is nobody else’s', () => {
    expect(rootCause('app', kin(['app', true, 'gone']))).toBeNull()
  })
  test('in a circle that got into the rows all the same ends somewhere', () => {
    expect(rootCause('a', kin(['a', true, 'b'], ['b', true, 'c'], ['c', true, 'b']))?.id).toBe('c')
  })
})

describe('new parents', () => {
  const others = new Map([
    ['b', { name: 'B', dependsOn: ['c'] }],
    ['c', { name: 'C', dependsOn: ['a'] }],
    ['d', { name: 'D', dependsOn: [] }],
  ])
  test('may close a circle, which is told by name', () => {
    expect(circleOf({ id: 'a', name: 'A', dependsOn: ['d', 'b'] }, others)).toEqual(['A', 'B', 'C', 'A'])
    expect(circleOf({ id: 'a', name: 'A', dependsOn: ['a'] }, others)).toEqual(['A', 'A'])
  })
  test('that lead nowhere close none', () => {
    expect(circleOf({ id: 'a', name: 'A', dependsOn: ['d'] }, others)).toBeNull()
  })
})
