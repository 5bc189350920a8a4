import { randomUUID } from 'node:crypto'
import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import type { EntryNode } from '../../contracts/journal.ts'
import { drawTrees, sumUp } from './draw-tree.ts'
import { widthOf } from './printed.ts'
import { newTrees } from './what-came.ts'

const begun = new Date(2025, 10, 21, 7, 31, 2, 113).getTime()
const id = (first: string) => first.padEnd(8, '0') + randomUUID().slice(8)

function node(first: string, afterMs: number, spec: Partial<EntryNode> = {}): EntryNode {
  const [type = 'requests.approved'] = [spec.type]
  return {
    seq: afterMs,
    id: id(first),
    kind: 'event',
    type,
    version: 1,
    domain: type.split('.')[0] ?? '',
    key: '603',
    time: new Date(begun + afterMs).toISOString(),
    actor: 'hook:overseerr',
    actorName: null,
    address: null,
    correlationId: randomUUID(),
    causationId: null,
    data: {},
    children: [],
    ...spec,
  }
}

const told = node('c', 20, { type: 'alerts.sent', actor: 'system' })
const tree = node('a', 0, {
  type: 'webhooks.received',
  key: 'overseerr',
  children: [
    node('d', 2500, { kind: 'dead-letter', type: 'library.arrived' }),
    node('b', 12, { children: [told] }),
    node('e', 2600, { kind: 'command', type: 'requests.submit', children: [node('f', 2700)] }),
  ],
})
const drawn = (width: number, chosen?: string) => drawTrees([tree], width, chosen).map(stripVTControlCharacters)

it('draws causes above what they caused, in the order of time, with the time between', () => {
  expect(drawn(80, told.id)).toEqual([
    '07:31:02.113  webhooks.received overseerr         hook:overseerr  a0000000',
    '      +12 ms  ├─ requests.approved 603            hook:overseerr  b0000000',
    '       +8 ms  │  └─ alerts.sent 603               system          c0000000  <',
    '      +2.5 s  ├─ dead letter library.arrived 603  hook:overseerr  d0000000',
    '      +2.6 s  └─ command requests.submit 603      hook:overseerr  e0000000',
    '     +100 ms     └─ requests.approved 603         hook:overseerr  f0000000',
  ])
})

it('keeps within the terminal, and shows whole ids in a wide one', () => {
  expect(Math.max(...drawn(60).map(widthOf))).toBeLessThanOrEqual(60)
  expect(drawn(60)[3]).toContain('…')
  expect(drawn(140)[0]).toContain(tree.id)
})

it('takes what would steer the terminal out of what others wrote', () => {
  const evil = node('a', 0, { key: '\u001b[2Jgone\r\nnew line\u0007\u202e' })
  expect(drawTrees([evil], 80)[0]).toContain('requests.approved gone new line  ')
})

it('counts wide signs as two columns', () => {
  expect(widthOf('千と千尋 🎬 é')).toBe(13)
})

it('sums up', () => {
  expect(sumUp(tree)).toBe(`6 entries in 2.7 s from Fri Nov 21 2025, correlation ${tree.correlationId}`)
})

it('finds what is new since before, each with what is new below it', () => {
  const known = new Set([tree.id, ...tree.children.slice(0, 2).map((child) => child.id)])
  expect(newTrees(tree, known).map(({ id, children }) => [id.slice(0, 1), children.length])).toEqual([
    ['c', 0],
    ['e', 1],
  ])
})
