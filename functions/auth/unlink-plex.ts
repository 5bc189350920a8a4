import { PlexUnlinked, UnlinkPlex } from '../../contracts/plex-sign-in.ts'
import { defineFunction } from '../../bus/index.ts'
import { auth } from './domain.ts'
import { ownAccount } from './own-account.ts'

export default defineFunction({
  name: 'auth.unlink-plex',
  summary: 'Forgets the Plex account of whoever asks, as long as there is a password left to sign in by.',
  domain: auth,
  acts: UnlinkPlex,
  emits: [PlexUnlinked],
  async run(_input, ctx) {
    const own = await ownAccount(ctx)
    if (!own) return ctx.refuse('UNAUTHENTICATED')
    const { id, username, password_hash, plex_state } = own.account
    if (plex_state === 'none') return ctx.refuse('CONFLICT', 'Your account is not linked to Plex.')
    if (password_hash === null)
      ctx.refuse('CONFLICT', 'You sign in with Plex alone. Ask an admin for a password first, then unlink.')
    await ctx.write(async (tx) => {
      await tx
        .updateTable('account')
        .set({
          plex_id: null,
          plex_username: null,
          plex_token: null,
          plex_token_kind: null,
          plex_token_ends_at: null,
          plex_state: 'none',
          plex_checked_at: null,
          plex_access: 'own',
          updated_at: ctx.now(),
        })
        .where('id', '=', id)
        .execute()
      ctx.emit(PlexUnlinked, { userId: id, username })
    })
    return {}
  },
})
