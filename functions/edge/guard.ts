import { createMiddleware } from 'hono/factory'
import type { Route } from '../../contracts/route.ts'
import { scopeOf } from '../../contracts/scopes.ts'
import { Refused } from '../../bus/gateway.ts'
import { setRateLimit } from './envelope.ts'
import type { Budget, Limits } from './limits.ts'
import type { SecurityLog } from './options.ts'
import { isForeign } from './origin.ts'
import type { Sessions } from './session.ts'
import type { Context } from 'hono'
import type { Edge } from './variables.ts'
import { OPERATOR, type Visitor } from './visitor.ts'

/** What of a route decides who may pass. */
export type Guarded = Pick<Route, 'guard' | 'area' | 'unfinished' | 'outside' | 'sharedSeconds' | 'method'> & {
  /** A stored or answered change; everything else only reads. */
  changes?: boolean
  /** A WebSocket's first request, which is a GET and needs its origin looked at all the same. */
  socket?: boolean
}

export interface Gate {
  sessions: Sessions
  limits: Limits
  security: SecurityLog
}

/** Who may pass: asked before anything of the request is read, so that a stranger learns nothing but 401. */
export const guarded = (gate: Gate, route: Guarded) =>
  createMiddleware<Edge>(async function passGuard(c, next) {
    // no cookie may come with an answer that a cache hands to others
    const visitor = route.sharedSeconds === undefined ? await whoAsks(c, gate, route.guard === 'public') : null
    if (route.guard !== 'public' && !visitor) throw new Refused('UNAUTHENTICATED')
    // a key in a header is sent by no browser on somebody else's behalf
    if (visitor?.scopes === null || !visitor) if (isForeign(c, route.socket)) throw new Refused('ORIGIN_REFUSED')
    if (visitor && route.guard !== 'public') mayPass(visitor, route)
    c.set('visitor', visitor)
    if (visitor !== OPERATOR) {
      const budget: Budget = route.outside || (route.changes && route.method !== 'GET') ? 'writes' : 'reads'
      const standing = gate.limits.spend(visitor?.userId ?? `address ${c.var.address ?? 'unknown'}`, budget)
      await next()
      // a refusal says how its own limit stands
      if (!c.res.headers.has('ratelimit-limit')) setRateLimit(c, standing)
    } else await next()
  })

/** Throws `Refused` with what keeps somebody out who is known. */
function mayPass(visitor: Visitor, route: Guarded): void {
  if (visitor.passwordChangeRequired && !route.unfinished) throw new Refused('PASSWORD_CHANGE_REQUIRED')
  if (visitor.twoFactorSetupRequired && !route.unfinished) throw new Refused('TWO_FACTOR_REQUIRED')
  if (route.guard === 'admin' && visitor.role !== 'admin') throw new Refused('FORBIDDEN')
  if (visitor.scopes === null) return
  if (!route.area) throw new Refused('FORBIDDEN', 'This takes a person who is signed in, not an API key.')
  const scope = scopeOf(route.area, route.method)
  if (!visitor.scopes.includes(scope))
    throw new Refused('FORBIDDEN', `This API key may not do that: it needs the scope ${scope}.`, { scope })
}

async function whoAsks(c: Context<Edge>, { sessions, limits, security }: Gate, open: boolean): Promise<Visitor | null> {
  const from = `address ${c.var.address ?? 'unknown'}`
  const guesses = {
    allow: () => limits.check(from, 'bad-keys'),
    refused(what: 'key' | 'remember') {
      if (what === 'key') security.note('key-refused', { address: c.var.address })
      limits.spend(from, 'bad-keys')
    },
  }
  return sessions.visitor(c, guesses).catch((error: unknown) => {
    // who cannot be told just now is a visitor where anybody may come
    if (open) return null
    throw error
  })
}
