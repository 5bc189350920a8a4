import { sql } from 'kysely'
import { z } from 'zod'
import { ListInvitations } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly } from './admins-only.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { auth } from './domain.ts'
import { toInvitation } from './invitation.ts'

/** Time and id of the last one. */
const Place = z.tuple([z.iso.datetime(), z.uuid()])

export default defineFunction({
  name: 'auth.invitations',
  summary: 'Gives a page of the invitations, the newest first.',
  domain: auth,
  answers: ListInvitations,
  async run({ limit, cursor }, ctx) {
    adminsOnly(ctx.meta)
    const after = cursor === undefined ? undefined : fromCursor(cursor, Place)
    if (cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const rows = await ctx.db
      .selectFrom('invitation')
      .leftJoin('account', 'account.id', 'invitation.used_by')
      .selectAll('invitation')
      .select('account.username')
      .$if(after !== undefined, (query) =>
        query.where(
          sql<boolean>`(invitation.created_at, invitation.id) < (${after?.[0]}::timestamptz, ${after?.[1]}::uuid)`,
        ),
      )
      .orderBy('invitation.created_at', 'desc')
      .orderBy('invitation.id', 'desc')
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: items.map((row) => toInvitation(row, ctx.now())),
      nextCursor: rows.length > limit && last ? toCursor([last.created_at.toISOString(), last.id]) : null,
    }
  },
})
