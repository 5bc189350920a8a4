import { createMiddleware } from 'hono/factory'
import type { Guard } from '../../contracts/http.ts'
import { Refused } from '../../bus/gateway.ts'
import { isForeign } from './origin.ts'
import type { Sessions } from './session.ts'
import type { Edge } from './variables.ts'

/** Who may pass: asked before anything of the request is read, so that a stranger learns nothing but 401. */
export const guarded = (sessions: Sessions, guard: Guard, unfinished = false, socket = false) =>
  createMiddleware<Edge>(async function passGuard(c, next) {
    if (guard !== 'public') {
      const visitor = await sessions.visitor(c)
      if (!visitor) throw new Refused('UNAUTHENTICATED')
      if (isForeign(c, socket)) throw new Refused('ORIGIN_REFUSED')
      if (visitor.passwordChangeRequired && !unfinished) throw new Refused('PASSWORD_CHANGE_REQUIRED')
      if (guard === 'admin' && visitor.role !== 'admin') throw new Refused('FORBIDDEN')
      c.set('visitor', visitor)
    } else if (isForeign(c)) throw new Refused('ORIGIN_REFUSED')
    await next()
  })
