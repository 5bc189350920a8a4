import { Failure, WrongUsage } from './failure.ts'
import { pages } from './pages.ts'
import type { PortalApi } from './portal-api.ts'

const WHOLE = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
/** How far back a short id is looked for. */
const LATEST = 2000

/** The whole id that a person means: lists show its first 8 digits. Throws a sentence when it is none or several. */
export async function findEntry(api: PortalApi, given: string): Promise<string> {
  const id = given.toLowerCase()
  if (WHOLE.test(id)) return id
  if (!/^[0-9a-f-]{6,35}$/.test(id))
    throw new WrongUsage(`"${given}" is no id: it takes a whole one, or its first 6 digits at least.`)
  const found = new Set<string>()
  for await (const { items } of pages((page) => api.ask('readJournal', page), LATEST))
    for (const entry of items) if (entry.id.startsWith(id)) found.add(entry.id)
  const [first, ...others] = found
  if (first === undefined) {
    throw new Failure(
      `No entry among the latest ${LATEST.toLocaleString('en')} begins with ${id}: give the whole id (journal --json shows it).`,
    )
  }
  if (others.length > 0) throw new Failure(`Several entries begin with ${id}: ${[first, ...others].join(', ')}.`)
  return first
}
