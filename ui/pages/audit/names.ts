import type { Entry } from '../../../contracts/journal.ts'
import { actorName } from '../../format/actor.ts'
import { t } from '../../messages.ts'

const text = t.audit
type Done = Pick<Entry, 'actor' | 'actorName' | 'key' | 'data'>

/** Who did it, by the name that they have now. */
export function whoOf({ actor, actorName: name }: Pick<Entry, 'actor' | 'actorName'>): string {
  if (name) return name
  if (actor === 'visitor') return text.visitor
  return actor.startsWith('user:') ? text.formerPerson(actor.slice('user:'.length)) : actorName(actor)
}

const NAMES = ['username', 'title', 'name', 'source', 'device'] as const

/** To what it was done: by name where the entry tells it, else by the key that the journal has it under. */
export function whatOf({ actor, key, data }: Done): string {
  if (actor === `user:${key}`) return text.own
  const named = NAMES.map((field) => data[field]).find((value) => typeof value === 'string' && value !== '')
  return typeof named === 'string' ? named : key
}
