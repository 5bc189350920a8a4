import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { keyId, SealBroken, Sealer } from './seal.ts'

const [first, second, root] = [randomBytes(32), randomBytes(32), randomBytes(32)]

test('what one key sealed opens after another was adopted, which seals from then on', () => {
  const sealer = new Sealer([first])
  const before = sealer.seal('secret')
  sealer.adopt([second])
  const after = sealer.seal('secret')
  expect([sealer.open(before), sealer.open(after)]).toEqual(['secret', 'secret'])
  expect(after.split('.')[1]).toBe(keyId(second))
  expect(() => new Sealer([second]).open(before)).toThrow(SealBroken)
})

test('digests and derived keys are those of the root, before and after', () => {
  const sealer = new Sealer([first], root)
  const before = [sealer.digest('body'), sealer.keyFor('session')]
  sealer.adopt([second, first])
  expect([sealer.digest('body'), sealer.keyFor('session')]).toEqual(before)
  expect(new Sealer([second], root).keyFor('session')).toEqual(before[1])
  expect(new Sealer([first]).keyFor('session')).not.toEqual(before[1])
})

test('a text is sealed anew wherever sealed values stand in it', () => {
  const sealer = new Sealer([first])
  const text = JSON.stringify({ a: { $sealed: sealer.seal('one') }, b: [sealer.seal('two')], c: 'plain' })
  expect(sealer.reseal(text)).toBeNull()
  sealer.adopt([second, first])
  const renewed = sealer.reseal(text) ?? ''
  expect(renewed).not.toContain(keyId(first))
  const read = JSON.parse(renewed) as { a: { $sealed: string }; b: [string]; c: string }
  expect([sealer.open(read.a.$sealed), sealer.open(read.b[0]), read.c]).toEqual(['one', 'two', 'plain'])
})

test('what is not ours or only looks sealed stays', () => {
  const sealer = new Sealer([second, first])
  const foreign = new Sealer([root]).seal('theirs')
  const forged = new Sealer([first]).seal('x').replace(/.{4}$/, 'AAAA')
  expect(sealer.reseal(`${foreign} ${forged} 1.2.3.4`)).toBeNull()
})
