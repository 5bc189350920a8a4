import type { WritingContext } from '../context.ts'
import type { PlexServer } from '../plex/server.ts'
import { keyOf } from '../plex/to-item.ts'
import { keepViewing } from './keep-viewing.ts'

const LONGEST = 60

/** Reads what a person began to watch, with how far they are. */
export async function readDeck(ctx: WritingContext, userId: string, plex: PlexServer): Promise<void> {
  const at = ctx.now()
  const items = await plex.onDeck(LONGEST)
  const keys = items.flatMap(({ ratingKey }) => keyOf(ratingKey) ?? [])
  await ctx.write(async (tx) => {
    await keepViewing(tx, userId, items, at)
    await tx
      .insertInto('deck')
      .values({ user_id: userId, keys, read_at: at })
      .onConflict((oc) => oc.column('user_id').doUpdateSet({ keys, read_at: at }))
      .execute()
  })
}
