import { PlexLinked } from '../../../contracts/plex-sign-in.ts'
import { defineFunction } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { forgetAccount } from './forget-account.ts'

export default defineFunction({
  name: 'library.plex-linked',
  summary: 'Asks Plex anew what a person may see, when a Plex account is linked.',
  domain: library,
  on: PlexLinked,
  run: ({ userId }, ctx) => ctx.write((tx) => forgetAccount(tx, userId)),
})
