import type { Context } from 'hono'
import type { RouteName } from '../../contracts/http.ts'
import type { ActRoute, AskRoute, Route, SendRoute, WatchRoute } from '../../contracts/route.ts'
import { z } from 'zod'
import { MeetChallenge, SessionGrant } from '../../contracts/auth.ts'
import { StartPlexSignIn } from '../../contracts/plex-sign-in.ts'
import { type BusClient, derivedId, Refused, type Sent, type WatchedState, type Who } from '../../bus/gateway.ts'
import type { StateContract } from '../../contracts/define.ts'
import { readJson } from './body.ts'
import { failOutcome, invalid, succeed } from './envelope.ts'
import type { LiveHub } from './live-hub.ts'
import type { SecurityLog } from './options.ts'
import type { Sessions } from './session.ts'
import { shared } from './shared.ts'
import type { SharedAnswers } from './shared-answers.ts'
import type { Edge } from './variables.ts'
import { browserOf } from './cookies.ts'
import { actorOf, OPERATOR } from './visitor.ts'

const MAX_BODY_BYTES = 256 * 1024

export interface Interpreter {
  client: BusClient
  answers: SharedAnswers
  sessions: Sessions
  hub: LiveHub
  security: SecurityLog
  boards: ReadonlyMap<string, WatchedState<StateContract>>
}

/** Whoever asks, as functions see them. */
export function whoOf(c: Context<Edge>): Who {
  const { visitor } = c.var
  return {
    actor: visitor ? actorOf(visitor) : 'visitor',
    correlationId: c.var.correlationId,
    sessionId: visitor?.sessionId ?? undefined,
    role: visitor?.role,
    username: visitor && visitor !== OPERATOR ? visitor.username : undefined,
    address: c.var.address,
    trace: c.req.header('traceparent'),
  }
}

/** A long answer that a route says it may take, and some room for the way. */
const PATIENCE_MS = 45_000

/** A NUL or a lone surrogate as JSON writes it: PostgreSQL has no place for them, and nobody types them. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

/** Path, query and body as what the contract takes. Throws `Refused('INVALID')` with the fields that are wrong. */
async function inputOf(c: Context<Edge>, route: Exclude<Route, { does: 'hook' | 'watch' }>): Promise<never> {
  const query = route.method === 'GET' || route.queryToo ? filled(c.req.query()) : {}
  const given = route.method === 'GET' ? query : { ...query, ...(await readJson(c, MAX_BODY_BYTES)) }
  if (UNSTORABLE.test(JSON.stringify([given, c.req.param()])))
    throw new Refused('INVALID', 'A NUL or half a character stands in this request.')
  const own = 'baseUrl' in route.contract.schema.shape ? { baseUrl: c.var.baseUrl } : {}
  const parsed = route.contract.schema.safeParse({ ...given, ...c.req.param(), ...own })
  if (!parsed.success) throw invalid(parsed.error)
  return parsed.data as never
}

/** A form sends what nobody filled in as empty: that is no filter. */
const filled = (query: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))

export async function ask(c: Context<Edge>, route: AskRoute, on: Interpreter): Promise<Response> {
  const input = await inputOf(c, route)
  if (route.sharedSeconds === undefined) return succeed(c, await on.client.ask(route.contract, input, whoOf(c)))
  const answer = await on.answers.ask(route.contract, input, whoOf(c))
  return shared(c, route.sharedSeconds, JSON.stringify(answer), () => succeed(c, answer))
}

export async function act(c: Context<Edge>, route: ActRoute, on: Interpreter): Promise<Response> {
  const who: Who = {
    ...whoOf(c),
    agent: c.req.header('user-agent')?.slice(0, 400),
    browser: browserOf(c),
    patienceMs: PATIENCE_MS,
  }
  const input = await inputOf(c, route)
  const answer = await on.client.ask(route.contract, input, who).catch((error: unknown) => {
    noteFailure(c, route, error, on)
    throw error
  })
  if (route.session === 'end') on.sessions.end(c)
  if (route.session === 'renew') await on.sessions.renew(c)
  if (route.session !== 'start') return succeed(c, answer, route.status)
  const { grant, ...shown } = Starting.parse(answer)
  if (!grant) return succeed(c, shown)
  await on.sessions.begin(c, grant)
  const { user, passwordChangeRequired, twoFactorSetupRequired } = grant
  return succeed(c, { ...shown, user, passwordChangeRequired, twoFactorSetupRequired })
}

const Starting = z.looseObject({ grant: SessionGrant.nullable() })

/**
 * What a guesser leaves behind, for whoever bans guessers. Who begins with Plex too often guesses nothing, nor does who is
 * held up by what others do to their account.
 */
function noteFailure(c: Context<Edge>, route: ActRoute, error: unknown, on: Interpreter): void {
  if (!(error instanceof Refused) || route.method === 'GET' || route.contract.type === StartPlexSignIn.type) return
  const heldUp = error.code === 'RATE_LIMIT_EXCEEDED' && error.details?.['heldBy'] === 'address'
  if (error.code !== 'INVALID_CREDENTIALS' && !heldUp) return
  const second = route.contract.type === MeetChallenge.type
  on.security.note(second ? 'two-factor-failed' : 'sign-in-failed', { address: c.var.address })
}

export async function send(c: Context<Edge>, name: RouteName, route: SendRoute, on: Interpreter): Promise<Response> {
  const input = await inputOf(c, route)
  const visitor = c.var.visitor
  const key = c.req.header('idempotency-key')
  if (key !== undefined && (key.length === 0 || key.length > 200))
    throw new Refused('INVALID', 'An Idempotency-Key has 1 to 200 characters.')
  const id = key === undefined ? undefined : derivedId(visitor?.userId ?? '', name, key)
  const sent: Sent = await on.client.send(route.contract, input, whoOf(c), id ? { id } : {}, (outcome) =>
    on.hub.tell(visitor?.credentialId ?? null, 'outcome', {
      commandId: sent.commandId,
      success: outcome.ok,
      ...(outcome.ok
        ? { data: outcome.data }
        : { error: { code: outcome.code, message: outcome.message, details: outcome.details } }),
    }),
  )
  if (sent.state === 'accepted') return succeed(c, { commandId: sent.commandId, status: 'accepted' }, 202)
  return sent.outcome.ok ? succeed(c, sent.outcome.data, route.status) : failOutcome(c, sent.outcome)
}

export async function watch(c: Context<Edge>, route: WatchRoute, on: Interpreter): Promise<Response> {
  if (route.past && c.req.query('at')) return ask(c, { ...route, does: 'ask', contract: route.past }, on)
  const board = on.boards.get(route.contract.type)
  await board?.ready
  return succeed(c, { [route.as]: [...(board?.values.values() ?? [])] })
}
