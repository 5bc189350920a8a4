import { actors } from '../messages/actors.ts'

/** `user:admin` and the like in words: who did it. */
export function actorName(actor: string): string {
  const [kind = '', name = ''] = actor.split(/:(.*)/s)
  if (kind === 'user' && name) return name
  return actors[actor] ?? actors[kind] ?? (kind === 'hook' ? humanised(name) : actor)
}

/** A sentence begins with a capital, whoever wrote it. */
export const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** `issue-opened`, `monitorId` and `first_seen` as words with a capital. */
export function humanised(name: string): string {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_.]+/g, ' ')
    .trim()
    .toLowerCase()
  return capitalised(words)
}
