import { PlexUnlinked } from '../../../contracts/plex-sign-in.ts'
import { LibraryChanged } from '../../../contracts/plex-library.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { forgetAccount } from './forget-account.ts'

export default defineFunction({
  name: 'library.plex-unlinked',
  summary: 'Asks Plex anew what a person may see, when a Plex account is unlinked.',
  domain: library,
  on: PlexUnlinked,
  async run({ userId }, ctx) {
    await ctx.write((tx) => forgetAccount(tx, userId))
    ctx.live(LibraryChanged, {})
  },
})
