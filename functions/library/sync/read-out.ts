import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { SyncLibrary } from '../../../contracts/plex-library.ts'

interface Context {
  readonly signal: AbortSignal
  readonly stopping: AbortSignal
  call(contract: typeof SyncLibrary, input: InputOf<typeof SyncLibrary>): Promise<AnswerOf<typeof SyncLibrary>>
}

/** Reads slice after slice until nothing is due. */
export async function readOut(ctx: Context, force = false): Promise<void> {
  let { more } = await ctx.call(SyncLibrary, { force })
  while (more && !ctx.signal.aborted && !ctx.stopping.aborted) ({ more } = await ctx.call(SyncLibrary, {}))
}
