import { InvitationRevoked, RevokeInvitation } from '../../contracts/people.ts'
import { defineFunction, Reject } from '../../bus/index.ts'
import { adminsOnly } from './admins-only.ts'
import { auth } from './domain.ts'

export default defineFunction({
  name: 'auth.revoke-invitation',
  summary: 'Takes back an invitation that nobody used; doing it again changes nothing.',
  domain: auth,
  acts: RevokeInvitation,
  emits: [InvitationRevoked],
  async run({ id }, ctx) {
    adminsOnly(ctx.meta)
    await ctx.write(async (tx) => {
      const row = await tx
        .selectFrom('invitation')
        .select(['used_at', 'revoked_at'])
        .where('id', '=', id)
        .forUpdate()
        .executeTakeFirst()
      if (!row) throw new Reject('NOT_FOUND')
      if (row.used_at) ctx.refuse('CONFLICT', 'Somebody has used this invitation. Switch that account off instead.')
      if (row.revoked_at) return
      await tx.updateTable('invitation').set({ revoked_at: ctx.now() }).where('id', '=', id).execute()
      ctx.emit(InvitationRevoked, { invitationId: id })
    })
    return { id }
  },
})
