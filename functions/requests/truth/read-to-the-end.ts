import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { Reconcile } from '../../../contracts/media-requests.ts'
import { RetryAfter } from '../../../bus/index.ts'

interface Asking {
  readonly signal: AbortSignal
  call(contract: typeof Reconcile, input: InputOf<typeof Reconcile>): Promise<AnswerOf<typeof Reconcile>>
}

/** What somebody else reads just now may have begun before the cause; milliseconds. */
const AGAIN_MS = 3000
/** Very much is gone on with in the next slot. */
const MOST_RUNS = 6

/** Asks for one run after the other while there is more. `mustRun`: comes back later when another one is reading. */
export async function readToTheEnd(
  contract: typeof Reconcile,
  asking: Asking,
  input: InputOf<typeof Reconcile>,
  mustRun = false,
): Promise<void> {
  let next = input
  for (let run = 0; run < MOST_RUNS && !asking.signal.aborted; run += 1) {
    const { more, busy } = await asking.call(contract, next)
    if (busy && mustRun) throw new RetryAfter(AGAIN_MS, 'Seerr is being read already.')
    if (!more || busy) return
    // a pass that was begun goes on by itself
    next = { ...input, whole: false }
  }
}
