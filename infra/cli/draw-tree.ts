import { styleText } from 'node:util'
import type { EntryNode } from '../../contracts/journal.ts'
import { shownActor } from './entry-rows.ts'
import { shownId, shownKey } from './output.ts'
import { plain } from './printed.ts'
import { type Column, layOut, toLines } from './table.ts'
import { clockTime, duration } from './time.ts'

const COLUMNS: readonly Column[] = [{ right: true }, { atLeast: 20 }, { atLeast: 10, yields: true }, {}, {}]

const KINDS = { event: '', command: 'command ', 'dead-letter': 'dead letter ' } as const

/** A node with all below it. */
export const everyNode = (node: EntryNode): EntryNode[] => [node, ...node.children.flatMap(everyNode)]

const byTime = (a: EntryNode, b: EntryNode): number => Date.parse(a.time) - Date.parse(b.time) || a.seq - b.seq

/**
 * Trees as lines: when it began and how much later than its cause each followed, what it was, who did it, its id. The
 * chosen entry is marked with an arrow.
 */
export function drawTrees(roots: readonly EntryNode[], width: number, chosenId?: string): string[] {
  const rows: string[][] = []
  const walk = (node: EntryNode, cause: EntryNode | undefined, before: string, last: boolean): void => {
    const branch = cause ? `${before}${last ? '└─ ' : '├─ '}` : ''
    const when = cause
      ? `+${duration(Math.max(0, Date.parse(node.time) - Date.parse(cause.time)))}`
      : clockTime(node.time)
    const what = `${branch}${KINDS[node.kind]}${plain(node.type)} ${shownKey(node.key, width)}`
    rows.push([when, what, plain(shownActor(node)), shownId(node.id, width), node.id === chosenId ? '<' : ''])
    const below = cause ? `${before}${last ? '   ' : '│  '}` : ''
    const children = node.children.toSorted(byTime)
    for (const [at, child] of children.entries()) walk(child, node, below, at === children.length - 1)
  }
  for (const root of roots) walk(root, undefined, '', true)
  const lines = toLines(COLUMNS, rows, layOut(COLUMNS, rows, width))
  return lines.map((line, at) => (rows[at]?.[4] === '<' ? styleText('bold', line) : line))
}

/** `4 entries in 34 ms on 2025-11-21, correlation 3f…`. */
export function sumUp(root: EntryNode): string {
  const nodes = everyNode(root)
  const times = nodes.map((node) => Date.parse(node.time))
  const span = duration(Math.max(...times) - Math.min(...times))
  const count = nodes.length === 1 ? '1 entry' : `${nodes.length} entries in ${span}`
  return `${count} from ${new Date(root.time).toDateString()}, correlation ${root.correlationId}`
}
