import { signal } from '@preact/signals'
import { api } from '../api.ts'
import { doneBy } from '../format/actor.ts'
import { isAdmin, session } from './session.ts'

const PERSON = /^(?:user:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Names by id, of those that have an account; undefined until they were asked for. */
const names = signal<ReadonlyMap<string, string> | undefined>(undefined)
let asking = false

/** Every page of them: a name that is missing here reads as somebody who was erased. */
async function loadNames(): Promise<void> {
  const found = new Map<string, string>()
  let cursor: string | undefined
  do {
    const page = await api.listUsers(cursor ? { limit: 200, cursor } : { limit: 200 })
    for (const { id, username } of page.items) found.set(id, username)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  names.value = found
}

/** Who an actor of the journal is, in words; people are kept by id, so that erasing them takes the name everywhere. */
export function whoIs(actor: string): string {
  const id = PERSON.exec(actor)?.[1]
  if (!id) return doneBy({ actor })
  const { user } = session.value ?? {}
  if (user?.id === id) return user.username
  if (!names.value && isAdmin() && !asking) {
    asking = true
    void loadNames().catch(() => {
      asking = false
    })
  }
  return names.value?.get(id) ?? doneBy({ actor: `user:${id}` })
}
