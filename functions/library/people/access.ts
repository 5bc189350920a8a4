import { GetPlexAccess } from '../../../contracts/standing.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { OutsideError, Refused } from '../../../bus/index.ts'
import type { Selectable } from 'kysely'
import type { LibraryContext, WritingContext } from '../context.ts'
import type { LibraryTables } from '../domain.ts'
import { connectedHouse } from '../house.ts'
import { isRefused, plexServer } from '../plex/server.ts'

export type PersonRow = Selectable<LibraryTables['person']>

export type AccessContext = WritingContext & {
  call(contract: typeof GetPlexAccess, input: InputOf<typeof GetPlexAccess>): Promise<AnswerOf<typeof GetPlexAccess>>
}

/** A person's token for the server is asked for what it shows them with this patience; milliseconds. */
const PATIENCE_MS = 4000

/** Nobody can tell at the moment what a person may see. The message is a sentence for them. */
export class AccessUnknown extends Error {
  override readonly name = 'AccessUnknown'
}

export const personOf = (ctx: Pick<LibraryContext, 'db'>, userId: string): Promise<PersonRow | undefined> =>
  ctx.db.selectFrom('person').selectAll().where('user_id', '=', userId).executeTakeFirst()

/** Asks plex.tv and the server what a person may see, and keeps it. Throws `AccessUnknown`. */
export async function askAccess(ctx: AccessContext, userId: string): Promise<PersonRow> {
  const asked = await access(ctx, userId)
  const row: PersonRow = {
    user_id: userId,
    access: asked.access,
    plex_id: asked.plexId,
    sealed_token: asked.sealedToken,
    sections: asked.access === 'shared' && asked.sealedToken !== null ? await sectionsFor(ctx, asked.sealedToken) : [],
    checked_at: ctx.now(),
    message: null,
  }
  const { user_id: _, ...values } = row
  await ctx.write((tx) =>
    tx
      .insertInto('person')
      .values(row)
      .onConflict((oc) => oc.column('user_id').doUpdateSet(values))
      .execute(),
  )
  return row
}

async function access(ctx: AccessContext, userId: string): Promise<AnswerOf<typeof GetPlexAccess>> {
  try {
    return await ctx.call(GetPlexAccess, { userId })
  } catch (error) {
    if (error instanceof Refused) throw new AccessUnknown(error.message)
    throw error
  }
}

async function sectionsFor(ctx: AccessContext, sealedToken: string): Promise<string[]> {
  const house = await connectedHouse(ctx)
  if (!house) throw new AccessUnknown('No Plex server is connected.')
  try {
    const own = { url: house.url, token: ctx.open(sealedToken), signal: ctx.signal, timeoutMs: PATIENCE_MS }
    return (await plexServer(own).sections()).map(({ key }) => key)
  } catch (error) {
    // the server itself says that it shows them nothing
    if (isRefused(error)) return []
    if (error instanceof OutsideError) throw new AccessUnknown(error.message)
    throw error
  }
}
