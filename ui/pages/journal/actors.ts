import { actorName } from '../../format/actor.ts'
import { t } from '../../messages.ts'

/** What stands in the filter, as the journal is asked for it. */
export type Understood =
  | { step: 'complete'; value: string | undefined }
  /** Several things begin like this, or one that is not whole yet. */
  | { step: 'choose'; options: readonly string[] }

/** Actors that are known before the list is. */
const ALWAYS = ['hook:overseerr', 'hook:plex', 'operator', 'system']
/** As the journal stores it. */
const STORED = /^(user|hook|function):|^(operator|system|visitor)$/

/** Each actor under the name that the list shows, functions and the system under one. */
function byShownName(seen: Iterable<string>): Map<string, string[]> {
  const actors = [...new Set([...ALWAYS, ...seen])].toSorted()
  return Map.groupBy(actors, (actor) => actorName(actor))
}

/** The names to offer. */
export const namesOf = (seen: Iterable<string>): string[] => [...byShownName(seen).keys()].toSorted()

/** Who is meant by what was typed: a name as the list shows it, another name of it, or the actor as it is stored. */
export function actorMeant(typed: string, seen: Iterable<string>): Understood {
  const text = typed.trim()
  if (text === '') return { step: 'complete', value: undefined }
  const low = text.toLowerCase()
  if (STORED.test(text))
    return chosenOf(
      text,
      [...seen].filter((actor) => actor.toLowerCase().startsWith(low)),
    )
  const other = t.journal.filters.alsoCalled[low]
  if (other) return { step: 'complete', value: other }
  const named = [...byShownName(seen)]
  const same = named.find(([name]) => name.toLowerCase() === low)
  if (same) return same[1].length > 1 ? { step: 'choose', options: same[1] } : { step: 'complete', value: same[1][0] }
  const like = named.filter(([name]) => name.toLowerCase().startsWith(low))
  // nobody seen so far: still a person who did something long ago
  if (like.length === 0) return { step: 'complete', value: `user:${text}` }
  const [first] = like
  if (like.length === 1 && first?.[1].length === 1) return { step: 'complete', value: first[1][0] }
  return { step: 'choose', options: like.map(([name]) => name) }
}

/** Of those that begin like it the one that is it, or the only one. */
function chosenOf(text: string, like: readonly string[]): Understood {
  if (like.length === 0 || like.includes(text)) return { step: 'complete', value: text }
  return like.length === 1 ? { step: 'complete', value: like[0] } : { step: 'choose', options: like }
}
