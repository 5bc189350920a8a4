import { setTimeout as wait } from 'node:timers/promises'
import type { EntryNode } from '../../contracts/journal.ts'
import { everyNode } from './draw-tree.ts'
import { Refusal } from './envelope.ts'
import type { PortalApi } from './portal-api.ts'

/** No more is expected when nothing came for this long, and nothing is waited for longer than `AT_MOST_MS`. */
const QUIET_MS = 800
const AT_MOST_MS = 6000

/** The entries that hang together with a redo and were not there before, as trees, once no more of them come. */
export async function whatCame(api: PortalApi, redoId: string, before: ReadonlySet<string>): Promise<EntryNode[]> {
  const begun = performance.now()
  let changed = begun
  let count = 0
  for (;;) {
    const fresh = await freshTrees(api, redoId, before)
    const now = performance.now()
    const found = fresh.flatMap(everyNode).length
    if (found !== count) {
      count = found
      changed = now
    }
    if ((count > 0 && now - changed > QUIET_MS) || now - begun > AT_MOST_MS) return fresh
    await wait(100)
  }
}

/** The journal's index runs a moment behind: what it does not know yet is nothing so far. */
async function freshTrees(api: PortalApi, id: string, before: ReadonlySet<string>): Promise<EntryNode[]> {
  const tree = await api.ask('readTree', { id }).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'NOT_FOUND') return undefined
    throw error
  })
  return tree ? newTrees(tree.root, before) : []
}

/** The uppermost nodes that are new, each with what is new below it. */
export const newTrees = (node: EntryNode, before: ReadonlySet<string>): EntryNode[] => {
  const children = node.children.flatMap((child) => newTrees(child, before))
  return before.has(node.id) ? children : [{ ...node, children }]
}
