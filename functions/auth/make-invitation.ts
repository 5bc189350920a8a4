import { randomUUID } from 'node:crypto'
import { InvitationMade, MakeInvitation } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { adminsOnly, notByKey } from './admins-only.ts'
import { auth } from './domain.ts'
import { toInvitation } from './invitation.ts'
import { hashToken, newToken } from './token.ts'

export default defineFunction({
  name: 'auth.make-invitation',
  summary: 'Makes an invitation and stores its hash.',
  domain: auth,
  acts: MakeInvitation,
  emits: [InvitationMade],
  async run({ role, expiresInDays, note, baseUrl }, ctx) {
    adminsOnly(ctx.meta)
    if (role === 'admin') notByKey(ctx.meta)
    const code = newToken()
    const now = ctx.now()
    const row = {
      id: randomUUID(),
      role,
      note: note || null,
      created_by: ctx.meta.userId,
      // in whole milliseconds, as pages end at it
      created_at: now,
      ends_at: new Date(now.getTime() + expiresInDays * 86_400_000),
      used_at: null,
      used_by: null,
      revoked_at: null,
    }
    await ctx.write(async (tx) => {
      await tx
        .insertInto('invitation')
        .values({ ...row, code_hash: hashToken(code) })
        .execute()
      ctx.emit(InvitationMade, { invitationId: row.id, role, expiresAt: row.ends_at.toISOString() })
    })
    return {
      invitation: toInvitation({ ...row, username: null }, now),
      code,
      url: `${baseUrl.replace(/\/+$/, '')}/invite/${code}`,
    }
  },
})
