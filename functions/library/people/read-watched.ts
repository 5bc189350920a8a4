import { sql } from 'kysely'
import type { WritingContext } from '../context.ts'
import type { PlexServer } from '../plex/server.ts'
import { keepViewing } from './keep-viewing.ts'

const PAGE = 300
const DUE_MS = 10 * 60_000
/** What was marked as not watched again says so in a whole reading only. */
const WHOLE_MS = 24 * 3_600_000

/** What can be watched in a library of each kind. */
const WATCHED = { movie: 'movie', show: 'episode' } as const

interface Of {
  userId: string
  section: { key: string; kind: string }
  plex: PlexServer
}

/** Whether what a person watched in a library, read at that time, is to be read again. */
export const watchedIsDue = (readAt: Date | undefined, now: Date): boolean =>
  readAt === undefined || now.getTime() - readAt.getTime() > DUE_MS

const watchedRow = (ctx: Pick<WritingContext, 'db'>, userId: string, key: string) =>
  ctx.db
    .selectFrom('watched')
    .selectAll()
    .where('user_id', '=', userId)
    .where('section_key', '=', key)
    .executeTakeFirst()

/** Reads what a person watched or began in a library since the last time, and once a day all of it. */
export async function readWatched(ctx: WritingContext, { userId, section, plex }: Of): Promise<void> {
  const kind = WATCHED[section.kind as keyof typeof WATCHED]
  if (!kind) return
  const known = await watchedRow(ctx, userId, section.key)
  const at = ctx.now()
  const whole = !known || at.getTime() - known.whole_at.getTime() > WHOLE_MS
  const since = whole ? 0 : Math.max(0, Number(known.newest) - 1)
  let newest = known ? Number(known.newest) : 0
  for (let start = 0; ;) {
    ctx.signal.throwIfAborted()
    const where = { 'lastViewedAt>>': since }
    const { items, total } = await plex.list(section.key, { kind, sort: 'lastViewedAt:asc', where, start, size: PAGE })
    await ctx.write((tx) => keepViewing(tx, userId, items, at))
    newest = items.reduce((high, { lastViewedAt }) => Math.max(high, lastViewedAt ?? 0), newest)
    start += items.length
    if (items.length === 0 || start >= total) break
  }
  await ctx.write(async (tx) => {
    const mine = sql`viewing.user_id = ${userId}::uuid`
    const here = sql`item.rating_key = viewing.rating_key and item.section_key = ${section.key}`
    if (whole)
      await sql`
        delete from viewing using item
        where ${mine} and ${here} and item.kind = ${kind} and viewing.read_at < ${at}::timestamptz`.execute(tx)
    if (section.kind === 'show') await countLeaves(tx, userId, section.key, at)
    const values = { newest, read_at: at, whole_at: whole ? at : known.whole_at }
    await tx
      .insertInto('watched')
      .values({ user_id: userId, section_key: section.key, ...values })
      .onConflict((oc) => oc.columns(['user_id', 'section_key']).doUpdateSet(values))
      .execute()
  })
}

/** Of series and seasons, how many of their episodes the person watched. */
async function countLeaves(tx: Parameters<typeof keepViewing>[0], userId: string, section: string, at: Date) {
  for (const [kind, above] of [
    ['show', 'grandparent_key'],
    ['season', 'parent_key'],
  ] as const) {
    await sql`
      update viewing set leaves_viewed = 0, read_at = ${at}::timestamptz from item
      where viewing.user_id = ${userId}::uuid and item.rating_key = viewing.rating_key and item.kind = ${kind}
        and item.section_key = ${section} and viewing.read_at < ${at}::timestamptz`.execute(tx)
    await sql`
      insert into viewing (user_id, rating_key, leaves_viewed, read_at)
      select ${userId}::uuid, above.rating_key, count(*), ${at}::timestamptz
      from viewing seen
      join item on item.rating_key = seen.rating_key and item.kind = 'episode' and item.section_key = ${section}
      join item above on above.rating_key = item.${sql.raw(above)}
      where seen.user_id = ${userId}::uuid and seen.views > 0
      group by above.rating_key
      on conflict (user_id, rating_key) do update
        set leaves_viewed = excluded.leaves_viewed, read_at = excluded.read_at`.execute(tx)
  }
}
