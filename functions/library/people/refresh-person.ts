import { RefreshPerson } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { connectedHouse } from '../house.ts'
import { plexServer } from '../plex/server.ts'
import { AccessUnknown, askAccess, personOf } from './access.ts'
import { readDeck } from './deck.ts'
import { readWatched } from './read-watched.ts'

/** What this process asks at the moment: many pages of one person want the same. */
const asking = new Map<string, Promise<void>>()

export default defineFunction({
  name: 'library.refresh-person',
  summary: 'Asks Plex what a person may see, what they began and what they watched.',
  domain: library,
  acts: RefreshPerson,
  calls: [GetPlexAccess, GetConnection],
  timeout: '1m',
  async run({ userId, what, libraryId }, ctx) {
    const work = async (): Promise<void> => {
      try {
        if (what === 'access') await askAccess(ctx, userId)
        else await readAs(userId)
      } catch (error) {
        if (!(error instanceof OutsideError || error instanceof AccessUnknown)) throw error
        ctx.log.debug({ err: error }, 'Plex could not be asked about a person.')
      }
    }
    const readAs = async (id: string): Promise<void> => {
      const [person, house] = await Promise.all([personOf(ctx, id), connectedHouse(ctx)])
      if (!house || !person?.sealed_token) return
      const plex = plexServer({ url: house.url, token: ctx.open(person.sealed_token), signal: ctx.signal })
      if (what === 'deck') return readDeck(ctx, id, plex)
      const section = await ctx.db
        .selectFrom('section')
        .select(['key', 'kind'])
        .where('key', '=', libraryId ?? '')
        .executeTakeFirst()
      if (section && (person.access === 'owner' || person.sections.includes(section.key)))
        await readWatched(ctx, { userId: id, section, plex })
    }
    const key = [userId, what, libraryId].join(' ')
    const running = asking.get(key) ?? work().finally(() => asking.delete(key))
    asking.set(key, running)
    await running
    return {}
  },
})
