/** `user:admin` and the like in words: who did it. */
export function actorName(actor: string): string {
  const at = actor.indexOf(':')
  const kind = at < 0 ? actor : actor.slice(0, at)
  const name = at < 0 ? '' : actor.slice(at + 1)
  if (kind === 'user') return name
  if (kind === 'hook') return name === 'overseerr' ? 'Seerr' : humanised(name)
  if (kind === 'function') return 'MediaNest'
  if (kind === 'system') return 'MediaNest'
  if (kind === 'operator') return 'Operator'
  return actor
}

/** `issue-opened`, `monitorId` and `first_seen` as words with a capital. */
export function humanised(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]+/g, ' ')
    .trim()
    .toLowerCase()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
