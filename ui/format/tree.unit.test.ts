import { expect, test } from 'vitest'
import type { EntryNode } from '../../contracts/journal.ts'
import { descendants, flattenTree, pathTo, spanMs } from './tree.ts'

const START = Date.parse('2026-11-21T12:00:00Z')
let seq = 0

const node = (id: string, afterMs: number, children: EntryNode[] = []): EntryNode => ({
  seq: ++seq,
  id,
  kind: 'event',
  type: 'requests.approved',
  version: 1,
  domain: 'requests',
  key: 'seerr-7',
  time: new Date(START + afterMs).toISOString(),
  actor: 'system',
  actorName: null,
  address: null,
  correlationId: 'c',
  causationId: null,
  data: {},
  children,
})

const tree = node('hook', 0, [
  node('late', 5000, [node('last', 5040)]),
  node('fact', 40, [node('dead', 100), node('twin', 100)]),
])

test('causes come before what they caused, siblings by time', () => {
  expect(flattenTree(tree, 'fact').map(({ entry }) => entry.id)).toEqual([
    'hook',
    'fact',
    'dead',
    'twin',
    'late',
    'last',
  ])
})

test('each line knows its depth, its lag and how it stands to the chosen one', () => {
  const lines = flattenTree(tree, 'fact').map(({ entry, depth, lagMs, role }) => [entry.id, depth, lagMs, role])
  expect(lines).toEqual([
    ['hook', 0, undefined, 'cause'],
    ['fact', 1, 40, 'chosen'],
    ['dead', 2, 60, 'effect'],
    ['twin', 2, 60, 'effect'],
    ['late', 1, 5000, 'beside'],
    ['last', 2, 40, 'beside'],
  ])
})

test('what a redone dead letter led to came of it, though its message is the cause', () => {
  const redone = { ...node('redone', 200), type: 'journal.redone' }
  const letter = { ...node('letter', 100, [redone]), kind: 'dead-letter' as const }
  const story = node('message', 0, [node('before', 20), letter, node('result', 260, [node('more', 300)])])
  const roles = Object.fromEntries(flattenTree(story, 'letter').map(({ entry, role }) => [entry.id, role]))
  expect(roles).toMatchObject({
    message: 'cause',
    before: 'beside',
    redone: 'effect',
    result: 'effect',
    more: 'effect',
  })
})

test('the line of a level goes on while siblings follow', () => {
  const lines = Object.fromEntries(flattenTree(tree, 'fact').map((line) => [line.entry.id, line]))
  expect(lines['dead']).toMatchObject({ rails: [true], last: false, open: false })
  expect(lines['twin']).toMatchObject({ rails: [true], last: true })
  expect(lines['last']).toMatchObject({ rails: [false], last: true })
  expect(lines['late']).toMatchObject({ rails: [], last: true, open: true })
})

test('ways, descendants and the span', () => {
  expect(pathTo(tree, 'dead').map(({ id }) => id)).toEqual(['hook', 'fact', 'dead'])
  expect(pathTo(tree, 'nobody')).toEqual([])
  expect(descendants(tree)).toHaveLength(5)
  expect(spanMs(tree)).toBe(5040)
})

test('a clock that runs behind gives no negative lag', () => {
  expect(flattenTree(node('a', 100, [node('b', 90)]), 'b')[1]?.lagMs).toBe(0)
})
