import { RefreshPerson } from '../../../contracts/plex-library.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { connectedHouse } from '../house.ts'
import { withoutAddress } from '../plex/server.ts'
import { type AccessContext, AccessUnknown, askAccess, type PersonRow } from './access.ts'
import { beforeALook, type ServerRow, type Shelf } from './before-a-look.ts'

/** What Plex says of a person is asked again after this time, behind the answer; and before it after the longer one. */
const FRESH_MS = 10 * 60_000
const GOOD_MS = 60 * 60_000
/** Who sees nothing may have changed that a moment ago; more often than this nobody is asked about it. */
const CLOSED_MS = 10_000

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
  libraries: Shelf[]
  server: ServerRow | undefined
  /** Why Plex fails us, as this viewer may know it. */
  told(why: string): string
  /** When Plex was asked last what the person watched in a library; undefined for never. */
  watchedReadAt(key: string): Date | undefined
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
  const { server: found, shelves: every, person: known, watched } = await beforeALook(ctx, userId)
  const runsHouse = role === 'admin'
  const told = (why: string): string => (runsHouse ? why : withoutAddress(why))
  const server = found && { ...found, message: found.message && told(found.message) }
  const seeing = (libraries: Shelf[], sealedToken: string | null): Viewer => ({
    userId,
    sections: libraries.map(({ key }) => key),
    libraries,
    server,
    told,
    watchedReadAt: (key) => watched[key],
    sealedToken,
  })
  if (!server?.connected && !(await connectedHouse(ctx))) return SENTENCE.unconnected
  if (userId === null) {
    if (!runsHouse) return SENTENCE.unlinked
    return seeing(every, null)
  }
  const person = await freshPerson(ctx, userId, known, runsHouse)
  if (typeof person === 'string') return told(person)
  // who runs the house sees what is in it, unless a share of theirs says which libraries
  if (person.access === 'none' && !runsHouse) return SENTENCE.none
  if (person.access === 'unlinked' && !runsHouse) return SENTENCE.unlinked
  const shared = person.access === 'shared'
  return seeing(shared ? every.filter(({ key }) => person.sections.includes(key)) : every, person.sealed_token)
}

/** What was known last where Plex is away; where nothing ever was, nobody is let in on a guess. */
async function freshPerson(
  ctx: ViewerContext,
  userId: string,
  known: PersonRow | undefined,
  runsHouse: boolean,
): Promise<PersonRow | string> {
  const age = known?.checked_at ? ctx.now().getTime() - known.checked_at.getTime() : Infinity
  // the way out of these is the person's own, and they look soon whether it worked
  const closed = !runsHouse && (known?.access === 'unlinked' || known?.access === 'none')
  if (known && age < (closed ? CLOSED_MS : FRESH_MS)) return known
  if (known && !closed && age < GOOD_MS) {
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
