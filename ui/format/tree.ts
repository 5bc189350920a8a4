import type { Entry, EntryNode } from '../../contracts/journal.ts'

/** One line of the drawn tree. */
export interface Branch {
  entry: Entry
  depth: number
  /** Milliseconds since its cause; undefined for the first. */
  lagMs: number | undefined
  /** How it stands to the chosen entry. */
  role: 'chosen' | 'cause' | 'effect' | 'beside'
  /** For each level above: does that level's line go on below this row? */
  rails: boolean[]
  /** The last one that its cause caused. */
  last: boolean
  /** It caused something itself. */
  open: boolean
}

const timeOf = (entry: Entry): number => Date.parse(entry.time)

/** The way from the root down to an entry; empty when it is not in the tree. */
export function pathTo(root: EntryNode, id: string): EntryNode[] {
  if (root.id === id) return [root]
  for (const child of root.children) {
    const below = pathTo(child, id)
    if (below.length > 0) return [root, ...below]
  }
  return []
}

/** Everything below a node, itself left out. */
export const descendants = (node: EntryNode): EntryNode[] =>
  node.children.flatMap((child) => [child, ...descendants(child)])

/**
 * What a dead letter led to once it was redone. Its message was handled again, so what came of it is written down as
 * caused by that message, beside the letter and not below it.
 */
function afterRedo(path: readonly EntryNode[]): EntryNode[] {
  const [cause, chosen] = path.slice(-2)
  if (!cause || chosen?.kind !== 'dead-letter') return []
  const redone = chosen.children.filter(({ type }) => type === 'journal.redone').map(timeOf)
  if (redone.length === 0) return []
  const later = cause.children.filter((node) => node.id !== chosen.id && timeOf(node) >= Math.min(...redone))
  return later.flatMap((node) => [node, ...descendants(node)])
}

/** The tree as lines to draw, each cause before what it caused, siblings by time. */
export function flattenTree(root: EntryNode, chosenId: string): Branch[] {
  const path = pathTo(root, chosenId)
  const chosen = path.at(-1)
  const causes = new Set(path.slice(0, -1).map((node) => node.id))
  const effects = new Set(chosen ? [...descendants(chosen), ...afterRedo(path)].map((node) => node.id) : [])
  const roleOf = (id: string): Branch['role'] => {
    if (id === chosenId) return 'chosen'
    if (causes.has(id)) return 'cause'
    return effects.has(id) ? 'effect' : 'beside'
  }
  const lines: Branch[] = []
  const walk = (node: EntryNode, cause: EntryNode | undefined, rails: boolean[], last: boolean): void => {
    const { children, ...entry } = node
    const lagMs = cause && Math.max(0, timeOf(node) - timeOf(cause))
    lines.push({ entry, depth: rails.length, lagMs, role: roleOf(node.id), rails, last, open: children.length > 0 })
    const below = cause ? [...rails, !last] : rails
    const ordered = children.toSorted((a, b) => timeOf(a) - timeOf(b) || a.seq - b.seq)
    ordered.forEach((child, at) => walk(child, node, cause ? below : [], at === ordered.length - 1))
  }
  walk(root, undefined, [], true)
  return lines.map((line, at) => ({ ...line, depth: at === 0 ? 0 : line.depth + 1 }))
}

/** From the first cause to the last effect, in milliseconds. */
export function spanMs(root: EntryNode): number {
  const times = [root, ...descendants(root)].map(timeOf)
  return Math.max(...times) - Math.min(...times)
}
