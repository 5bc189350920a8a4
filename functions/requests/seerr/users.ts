import { z } from 'zod'
import type { Seerr } from './client.ts'
import type { Patience } from './media.ts'
import { Said, wordsOf } from './requests.ts'
import { Quota, User, UserPage, Users } from './shapes.ts'

const PAGE = 100
/** More users than any house has; a list without an end ends here. */
const MOST_PAGES = 100

/** Everybody whom it knows, page by page. Throws `OutsideError`. */
export async function* listUsers(seerr: Seerr, patience: Patience = {}): AsyncGenerator<User[]> {
  for (let page = 0; page < MOST_PAGES; page++) {
    const query = { take: PAGE, skip: page * PAGE }
    const { data } = await seerr.call('/user', { query, schema: UserPage, ...patience })
    yield data.results.items
    if (data.results.length < PAGE) return
  }
}

/** One of its users; null when it has no such number. */
export async function readUser(seerr: Seerr, id: number, patience: Patience = {}): Promise<User | null> {
  const { data, status } = await seerr.call(`/user/${id}`, { schema: User, expect: [404], ...patience })
  return status === 404 ? null : (data ?? null)
}

const Imported = z.union([Users, Said.loose()])

/**
 * Takes somebody in with whom the server is shared. Gives those that are new, which are none for who is known by another
 * way: list again. In words where Seerr could not ask plex.tv, which it answers with 500. Throws `OutsideError`.
 */
export async function importFromPlex(seerr: Seerr, plexId: string, patience: Patience = {}): Promise<User[] | string> {
  const request = { method: 'POST', body: { plexIds: [plexId] }, repeatable: true, ...patience } as const
  const path = '/user/import-from-plex'
  const { data, status } = await seerr.call(path, { ...request, schema: Imported, expect: [500] })
  return status === 500 || !Array.isArray(data) ? (wordsOf(data) ?? 'No reason was given.') : data
}

/** What a user has left; null where it is not told. */
export async function readQuota(seerr: Seerr, id: number, patience: Patience = {}): Promise<Quota | null> {
  const { data } = await seerr.call(`/user/${id}/quota`, { schema: Quota, expect: [403, 404, 500], ...patience })
  return data ?? null
}
