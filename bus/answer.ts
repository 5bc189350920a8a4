import type { ActionContract, QueryContract } from '../contracts/define.ts'
import { subjectOf } from '../contracts/subjects.ts'
import { startRun } from './context.ts'
import { toMs } from './duration.ts'
import { Refused, Reject, toError } from './errors.ts'
import type { ActionFunction, QueryFunction } from './function.ts'
import type { Hosted } from './host.ts'
import { HEADER } from './message.ts'
import { questionMeta } from './meta.ts'
import type { Running } from './nats/consumer.ts'
import { type Answer, type Question, serve } from './nats/rpc.ts'
import { isConnectionLoss } from './pg/pool.ts'

type QueryFn = QueryFunction<never, QueryContract, never>
type ActionFn = ActionFunction<never, ActionContract, never, never>

/** Serves a query or an action until stopped. */
export function serveFunction(hosted: Hosted): Running {
  const fn = hosted.fn as unknown as QueryFn | ActionFn
  const contract = 'answers' in fn ? fn.answers : fn.acts
  return serve(hosted.host.link, subjectOf(contract), (question) => answer(hosted, fn, contract, question))
}

async function answer(
  hosted: Hosted,
  fn: QueryFn | ActionFn,
  contract: QueryContract | ActionContract,
  question: Question,
): Promise<Answer> {
  const input = contract.schema.safeParse(JSON.parse(question.text()))
  if (!input.success)
    return {
      code: 'INVALID',
      message: 'The question is not what its contract says.',
      details: { issues: input.error.issues },
    }
  const timeoutMs = toMs(fn.timeout ?? '10s')
  const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs), hosted.host.draining])
  const run = startRun(hosted, {
    meta: questionMeta((name) => question.header(name)),
    signal,
    trace: question.header(HEADER.trace) || null,
    claimed: false,
    effects: false,
  })
  try {
    const execute = fn.run as unknown as (input: unknown, ctx: unknown) => Promise<unknown>
    return { data: await execute(input.data, run.ctx) }
  } catch (thrown) {
    const error = toError(thrown)
    if (error instanceof Reject || error instanceof Refused)
      return { code: error.code, message: error.message, details: error.details }
    hosted.log.error({ err: error, correlationId: question.header(HEADER.correlation) }, 'An answer failed.')
    return isConnectionLoss(error)
      ? { code: 'UNAVAILABLE', message: 'The database does not answer. Try again shortly.' }
      : { code: 'INTERNAL', message: 'Something went wrong on our side. The id below finds it in the log.' }
  } finally {
    // also what a refusal left behind, such as a failed sign-in
    if (run.outbox.length > 0) await hosted.host.outbox.publishFresh(hosted.fn.domain.name, run.outbox)
  }
}
