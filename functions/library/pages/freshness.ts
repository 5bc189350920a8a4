import type { Freshness } from '../../../contracts/plex-library.ts'
import { SyncLibrary } from '../../../contracts/plex-library.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { LibraryContext } from '../context.ts'
import type { ServerRow } from '../people/before-a-look.ts'

/** How old what is shown is, and why it is older than it should be. */
export function freshnessOf(server: ServerRow | undefined, asOf: Date | null): Freshness {
  const why = server?.failed_at ? (server.message ?? 'The Plex server does not answer.') : null
  const notice =
    why === null
      ? asOf === null
        ? 'The Plex library is being read for the first time.'
        : null
      : `${why} This is how it was when Plex answered last.`
  return { asOf: asOf?.toISOString() ?? null, notice }
}

/** The oldest of some times; null when one of them never was. */
export const oldest = (times: readonly (Date | null)[]): Date | null =>
  times.length === 0 || times.includes(null)
    ? null
    : new Date(Math.min(...times.map((time) => (time as Date).getTime())))

const DUE_MS = 10 * 60_000
type SyncContext = Pick<LibraryContext, 'now' | 'log'> & {
  call(contract: typeof SyncLibrary, input: InputOf<typeof SyncLibrary>): Promise<AnswerOf<typeof SyncLibrary>>
}

/** Has Plex asked again where what is shown is ten minutes old; nobody waits for it. One that failed is left to the schedule. */
export function syncBehind(ctx: SyncContext, server: ServerRow | undefined): void {
  if (server?.failed_at || ctx.now().getTime() - (server?.checked_at?.getTime() ?? 0) < DUE_MS) return
  ctx.call(SyncLibrary, {}).catch((error: unknown) => {
    ctx.log.debug({ err: error }, 'The Plex library could not be read.')
  })
}
