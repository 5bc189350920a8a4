import { RefreshPerson } from '../../../contracts/plex-library.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { connectedHouse } from '../house.ts'
import { type ServerRow, serverOf } from '../pages/freshness.ts'
import type { SectionRow } from '../sync/read-section.ts'
import { type AccessContext, AccessUnknown, askAccess, personOf, type PersonRow } from './access.ts'

/** What Plex says of a person is asked again after this time, behind the answer; and before it after the longer one. */
const FRESH_MS = 10 * 60_000
const GOOD_MS = 60 * 60_000

export const SENTENCE = {
  unconnected: 'No Plex server is connected. An admin connects it under Settings, Services.',
  unlinked: 'Link your Plex account on your account page to see the libraries that are shared with you.',
  none: 'The Plex server of this house is not shared with your Plex account. Ask whoever runs it to share it with you.',
  unknown: (why: string): string => `Plex cannot be asked which libraries you may see. ${why} Try again in a minute.`,
} as const

export type ViewerContext = AccessContext & {
  call(contract: typeof RefreshPerson, input: InputOf<typeof RefreshPerson>): Promise<AnswerOf<typeof RefreshPerson>>
}

/** Who asks, and which libraries they may see: every answer about the library begins with one. */
export interface Viewer {
  /** Null for the operator. */
  userId: string | null
  /** Keys of the libraries, in Plex's order. */
  sections: string[]
  /** The same libraries, and the server that has them; undefined before it was read at all. */
  libraries: SectionRow[]
  server: ServerRow | undefined
  /** By which the server knows the person; null for who runs the house without a Plex account. */
  sealedToken: string | null
}

/** Refuses who may see nothing, with what they can do about it. */
export async function viewerOf(
  ctx: ViewerContext & { refuse(code: 'CONFLICT', message: string): never },
): Promise<Viewer> {
  const viewer = await viewerOrWhy(ctx)
  return typeof viewer === 'string' ? ctx.refuse('CONFLICT', viewer) : viewer
}

/** The sentence for who may see nothing. */
export async function viewerOrWhy(ctx: ViewerContext): Promise<Viewer | string> {
  const { userId, role } = ctx.meta
  // at once: this stands before every page
  const [server, every, known] = await Promise.all([
    serverOf(ctx),
    everySection(ctx),
    userId === null ? undefined : personOf(ctx, userId),
  ])
  const seeing = (libraries: SectionRow[], sealedToken: string | null): Viewer => ({
    userId,
    sections: libraries.map(({ key }) => key),
    libraries,
    server,
    sealedToken,
  })
  if (!server?.connected && !(await connectedHouse(ctx))) return SENTENCE.unconnected
  if (userId === null) {
    if (role !== 'admin') return SENTENCE.unlinked
    return seeing(every, null)
  }
  const person = await freshPerson(ctx, userId, known)
  if (typeof person === 'string') return person
  if (person.access === 'none') return SENTENCE.none
  // who runs the house sees what is in it, unless Plex knows them and says otherwise
  if (person.access === 'unlinked' && role !== 'admin') return SENTENCE.unlinked
  const shared = person.access === 'shared'
  return seeing(shared ? every.filter(({ key }) => person.sections.includes(key)) : every, person.sealed_token)
}

/** What was known last where Plex is away; where nothing ever was, nobody is let in on a guess. */
async function freshPerson(
  ctx: ViewerContext,
  userId: string,
  known: PersonRow | undefined,
): Promise<PersonRow | string> {
  const age = known?.checked_at ? ctx.now().getTime() - known.checked_at.getTime() : Infinity
  // the way out of these is the person's own, and they look at once whether it worked
  const dead = known === undefined || known.access === 'unlinked' || known.access === 'none'
  if (!dead && age < FRESH_MS) return known
  if (!dead && age < GOOD_MS) {
    behind(ctx, { userId, what: 'access' })
    return known
  }
  try {
    return await askAccess(ctx, userId)
  } catch (error) {
    if (!(error instanceof AccessUnknown)) throw error
    return known ?? SENTENCE.unknown(error.message)
  }
}

/** Asks Plex about a person without anybody waiting for it; when that fails, what is known stays. */
export function behind(ctx: Pick<ViewerContext, 'call' | 'log'>, input: InputOf<typeof RefreshPerson>): void {
  ctx.call(RefreshPerson, input).catch((error: unknown) => {
    ctx.log.debug({ err: error }, 'What Plex says of a person could not be asked.')
  })
}

/** Libraries that can be browsed here, in Plex's order. */
const everySection = (ctx: Pick<ViewerContext, 'db'>): Promise<SectionRow[]> =>
  ctx.db
    .selectFrom('section')
    .selectAll()
    .where('gone', '=', false)
    .where('kind', 'in', ['movie', 'show', 'artist'])
    .orderBy('position')
    .orderBy('key')
    .execute()
