import { PlexAccessLost } from '../../../contracts/plex-sign-in.ts'
import { LibraryChanged } from '../../../contracts/plex-library.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { forgetAccount } from './forget-account.ts'

export default defineFunction({
  name: 'library.plex-lost',
  summary: 'Asks Plex anew what a person may see, when the server is not shared with a person any more.',
  domain: library,
  on: PlexAccessLost,
  async run({ userId }, ctx) {
    await ctx.write((tx) => forgetAccount(tx, userId))
    ctx.live(LibraryChanged, {})
  },
})
