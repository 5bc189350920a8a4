import type { Entry, EntryNode } from '../../contracts/journal.ts'

/** Entries that hang together as a tree under `rootId`, children in the order of time. Parts of no cause are left out. */
export function buildTree(entries: readonly Entry[], rootId: string): EntryNode | undefined {
  const nodes = new Map<string, EntryNode>(entries.map((entry) => [entry.id, { ...entry, children: [] }]))
  for (const node of [...nodes.values()].sort((a, b) => a.time.localeCompare(b.time))) {
    const parent = node.causationId && node.id !== rootId ? nodes.get(node.causationId) : undefined
    parent?.children.push(node)
  }
  return nodes.get(rootId)
}
