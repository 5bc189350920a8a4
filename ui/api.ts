import type { Accepted, Success } from '../contracts/envelope.ts'
import type { RouteAnswer, RouteInput, Routes } from '../contracts/http.ts'
import { failureFrom, RequestFailed } from './failure.ts'
import { addressOf, paths, type Called } from './paths.ts'
import { uuid } from './uuid.ts'

interface Nothing {
  readonly nothing?: never
}
type Does<N extends Called> = Routes[N]['does']
/** A state is watched without a question, but for a time that is past. */
type Input<N extends Called> = Routes[N] extends { past: object }
  ? RouteInput<N>
  : Does<N> extends 'watch'
    ? Nothing
    : RouteInput<N>
type Answer<N extends Called> = Does<N> extends 'send' ? RouteAnswer<N> | Accepted : RouteAnswer<N>
/** Fields that must be given; an input without any is typed as a record of nothing. */
type Needed<I> = string extends keyof I ? never : { [K in keyof I]-?: undefined extends I[K] ? never : K }[keyof I]
/** An input all of whose fields may be left out may be left out itself. */
type Call<N extends Called> = [Needed<Input<N>>] extends [never]
  ? (input?: Input<N>, signal?: AbortSignal) => Promise<Answer<N>>
  : (input: Input<N>, signal?: AbortSignal) => Promise<Answer<N>>

type Api = { readonly [N in Called]: Call<N> }

/** True for a command that is stored but not carried out yet; its outcome arrives on the live feed. */
export const isAccepted = (answer: object): answer is Accepted =>
  'commandId' in answer && 'status' in answer && answer.status === 'accepted'

let onRefused: (failure: RequestFailed) => void = () => {}

/** Tells the one who keeps the session about refusals that concern it. */
export function watchRefusals(watcher: (failure: RequestFailed) => void): void {
  onRefused = watcher
}

async function call(route: Called, input?: object, signal?: AbortSignal): Promise<unknown> {
  const { method, url, body } = addressOf(route, { ...input })
  const headers: Record<string, string> = { accept: 'application/json' }
  if (body) headers['content-type'] = 'application/json'
  if (method !== 'GET') headers['idempotency-key'] = uuid()
  let response: Response
  try {
    response = await fetch(url, { method, headers, body: body && JSON.stringify(body), signal: signal ?? null })
  } catch (error) {
    if (signal?.aborted) throw error
    throw new RequestFailed('OFFLINE', '')
  }
  const answer = (await response.json().catch(() => null)) as Success<unknown> | null
  if (response.ok && answer?.success) return answer.data
  const failure = failureFrom(response.status, answer)
  onRefused(failure)
  throw failure
}

/** The one client: `api.addMonitor({...})`, typed by the route table. */
export const api: Api = Object.fromEntries(
  Object.keys(paths).map((name) => [
    name,
    (input?: object, signal?: AbortSignal) => call(name as Called, input, signal),
  ]),
) as unknown as Api
