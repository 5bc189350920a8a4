/** What is needed of a monitor to tell whose failure it is. */
export interface Kin {
  id: string
  name: string
  dependsOn: readonly string[]
  /** Offline, or failing while that is still put up with. */
  down: boolean
}

/**
 * The failed monitor at the root of another one's failure: up from one failed parent to the next, to the last of them.
 * Null when no parent fails. A parent that is well ends the climb, whatever is above it.
 */
export function rootCause(id: string, kin: ReadonlyMap<string, Kin>): { id: string; name: string } | null {
  const seen = new Set([id])
  const climb = (from: string): Kin | null => {
    for (const parentId of kin.get(from)?.dependsOn ?? []) {
      const parent = kin.get(parentId)
      if (!parent?.down || seen.has(parentId)) continue
      seen.add(parentId)
      return climb(parentId) ?? parent
    }
    return null
  }
  const root = climb(id)
  return root && { id: root.id, name: root.name }
}

/** The names along a circle that new parents would close, from the monitor back to itself; null when there is none. */
export function circleOf(
  own: { id: string; name: string; dependsOn: readonly string[] },
  others: ReadonlyMap<string, { name: string; dependsOn: readonly string[] }>,
): string[] | null {
  const seen = new Set<string>()
  const climb = (parents: readonly string[]): string[] | null => {
    for (const parentId of parents) {
      if (parentId === own.id) return [own.name]
      const parent = others.get(parentId)
      if (!parent || seen.has(parentId)) continue
      seen.add(parentId)
      const rest = climb(parent.dependsOn)
      if (rest) return [parent.name, ...rest]
    }
    return null
  }
  const rest = climb(own.dependsOn)
  return rest && [own.name, ...rest]
}
