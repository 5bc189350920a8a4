import type { RouteAnswer } from '../../contracts/http.ts'
import type { FailureCode } from '../failure.ts'
import { RequestFailed } from '../failure.ts'

type Answer = RouteAnswer<'pollPlex'>

interface Following {
  /** Asks how it stands; the portal holds the answer back until there is something to say. */
  poll: () => Promise<Answer>
  pause: (ms: number) => Promise<void>
  /** Told after every answer that decides nothing; `lost` when there was no answer. */
  onPending: (message: string | null, lost: boolean) => void
  signal: AbortSignal
}

const LOST_PAUSE_MS = 3000
/** An answer that was not held back must not make us ask in a circle. */
const LEAST_MS = 1500
/** What passes by itself: a portal that starts anew, a network that was away. */
const PASSING: ReadonlySet<FailureCode> = new Set(['OFFLINE', 'UNAVAILABLE', 'TIMEOUT', 'INTERNAL', 'UPSTREAM_FAILED'])

/** Waits for the decision of a sign-in with Plex. A sign-in that the portal does not know any more has expired. */
export async function followPlex({ poll, pause, onPending, signal }: Following): Promise<Answer> {
  for (;;) {
    signal.throwIfAborted()
    const asked = Date.now()
    try {
      const answer = await poll()
      if (answer.status !== 'pending') return answer
      onPending(answer.message, false)
      const early = asked + LEAST_MS - Date.now()
      if (early > 0) await pause(early)
    } catch (error) {
      if (signal.aborted || !(error instanceof RequestFailed)) throw error
      if (error.code === 'NOT_FOUND') return { status: 'expired', message: null, twoFactor: null }
      if (error.retryAt !== undefined) await pause(error.retryAt - Date.now())
      else if (!PASSING.has(error.code)) throw error
      else {
        onPending(null, true)
        await pause(LOST_PAUSE_MS)
      }
    }
  }
}
