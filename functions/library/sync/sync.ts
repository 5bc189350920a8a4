import { GetConnection } from '../../../contracts/services.ts'
import { ItemAdded } from '../../../contracts/library.ts'
import { LibraryChanged, LibraryRemoved, LibrarySynced, SyncLibrary } from '../../../contracts/plex-library.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import type { SyncContext } from '../context.ts'
import { library } from '../domain.ts'
import { connectedHouse } from '../house.ts'
import { plexServer } from '../plex/server.ts'
import { DUE_MS, isDue, readSection } from './read-section.ts'
import { readSections } from './read-sections.ts'
import { claimLease, dropLease, LeaseLost, type SyncRun } from './run.ts'
import { isThisServer, noteAnswer, noteFailure, noteUnconnected } from './server-row.ts'

/** After so long it gives word, so that what it told is published and a stop does not wait. */
const SLICE_MS = 20_000

export default defineFunction({
  name: 'library.sync',
  summary: 'Reads what is due of the Plex libraries, page by page, and goes on where it ended.',
  domain: library,
  acts: SyncLibrary,
  emits: [ItemAdded, LibrarySynced, LibraryRemoved],
  calls: [GetConnection],
  timeout: '2m',
  async run({ force }, ctx) {
    const house = await connectedHouse(ctx)
    if (!house) {
      await noteUnconnected(ctx)
      return { more: false }
    }
    if (!force && !(await anythingDue(ctx))) return { more: false }
    const plex = plexServer({ ...house, signal: ctx.signal })
    try {
      const identity = await plex.identity()
      // another server knows other people and other numbers
      await isThisServer(ctx, identity)
      if (!(await ctx.write((tx) => claimLease(tx, ctx.meta.id, ctx.now())))) return { more: false }
      const until = ctx.now().getTime() + SLICE_MS
      const from = { machineId: identity.machineId, serverName: identity.name }
      const more = await readAll({ ctx, plex, ...from, until, force, newShows: new Set() })
      const isBack = await ctx.write(async (tx) => {
        await dropLease(tx, ctx.meta.id)
        return noteAnswer(tx, ctx.now())
      })
      if (isBack) ctx.live(LibraryChanged, {})
      return { more }
    } catch (error) {
      ctx.signal.throwIfAborted()
      if (error instanceof LeaseLost) return { more: false }
      if (!(error instanceof OutsideError)) throw error
      ctx.log.warn({ err: error }, 'The Plex library could not be read.')
      const isNews = await ctx.write(async (tx) => {
        await dropLease(tx, ctx.meta.id)
        return noteFailure(tx, error.message, ctx.now())
      })
      if (isNews) ctx.live(LibraryChanged, {})
      return { more: false }
    }
  },
})

async function readAll(run: SyncRun): Promise<boolean> {
  for (const key of await readSections(run)) if (!(await readSection(run, key))) return true
  return false
}

/** Whether Plex is to be asked at all: it was not for ten minutes, failed last, or something of it is not read yet. */
async function anythingDue(ctx: Pick<SyncContext, 'db' | 'now'>): Promise<boolean> {
  const server = await ctx.db.selectFrom('server').selectAll().executeTakeFirst()
  if (!server?.connected || server.failed_at !== null) return true
  if (ctx.now().getTime() - (server.checked_at?.getTime() ?? 0) > DUE_MS) return true
  const sections = await ctx.db.selectFrom('section').selectAll().execute()
  return sections.some((section) => isDue(section, ctx.now(), false))
}
