import type { Accepted, Failure } from '../../contracts/envelope.ts'
import { isAccepted } from '../api.ts'
import { RequestFailed } from '../failure.ts'
import { t } from '../messages.ts'
import { hear } from './live.ts'
import { dismiss, say } from './notices.ts'

interface Outcome {
  commandId: string
  success: boolean
  data?: unknown
  error?: Failure['error']
}

/** Outcomes that came before somebody waited for them: the feed may be quicker than the answer. */
const early = new Map<string, Outcome>()
const waiting = new Map<string, (outcome: Outcome) => void>()
const KEEP = 50

/** Listens for outcomes on the live feed. */
export function followOutcomes(): () => void {
  return hear(['outcome'], (message) => {
    const outcome = (message['commandId'] ? message : message.data) as Outcome
    const settle = waiting.get(outcome.commandId)
    if (settle) settle(outcome)
    else early.set(outcome.commandId, outcome)
    const [oldest] = early.keys()
    if (early.size > KEEP && oldest) early.delete(oldest)
  })
}

function outcomeOf(commandId: string): Promise<Outcome> {
  const known = early.get(commandId)
  if (known) return Promise.resolve(known)
  return new Promise((resolve) => waiting.set(commandId, resolve)).finally(() =>
    waiting.delete(commandId),
  ) as Promise<Outcome>
}

/**
 * Sends a command and waits for what comes of it, however long that takes. When it is only on its way, `onWay` is told
 * at once and a notice stays until the outcome is there.
 */
export async function carryOut<T extends object>(
  sent: Promise<T | Accepted>,
  onWay: () => void = () => {},
): Promise<T> {
  const answer = await sent
  if (!isAccepted(answer)) return answer
  const notice = say('wait', t.notices.onItsWay, t.notices.onItsWayMore)
  onWay()
  const outcome = await outcomeOf(answer.commandId)
  dismiss(notice)
  if (outcome.success) return outcome.data as T
  throw new RequestFailed(outcome.error?.code ?? 'INTERNAL', outcome.error?.message ?? '')
}
