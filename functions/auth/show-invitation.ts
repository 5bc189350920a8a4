import { ShowInvitation } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { NOT_OPEN, openInvitation } from './invitation.ts'

export default defineFunction({
  name: 'auth.show-invitation',
  summary: 'Tells until when an invitation is good.',
  domain: auth,
  answers: ShowInvitation,
  async run({ code }, ctx) {
    const row = await openInvitation(ctx.db, code)
    return row ? { expiresAt: row.ends_at.toISOString() } : ctx.refuse('NOT_FOUND', NOT_OPEN)
  },
})
