import { actors } from '../messages/actors.ts'

/** `user:admin` and the like in words: who did it. */
export function actorName(actor: string): string {
  const [kind = '', name = ''] = actor.split(/:(.*)/s)
  if (kind === 'user' && name) return name
  return actors[actor] ?? actors[kind] ?? (kind === 'hook' ? humanised(name) : actor)
}

/** Who did an entry: a person by the name that they had then, everybody else in words. */
export function doneBy({ actor, actorName: name }: { actor: string; actorName?: string | null }): string {
  if (name) return name
  return UNNAMED.test(actor) ? actors['former']! : actorName(actor)
}

/** The actor as a filter takes it back: a person by name where there is one. */
export const actorFor = ({ actor, actorName: name }: { actor: string; actorName?: string | null }): string =>
  name && actor.startsWith('user:') ? `user:${name}` : actor

/** A person of whom nothing is left but the id. */
const UNNAMED = /^user:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

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
