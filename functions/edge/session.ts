import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { sign, verify } from 'hono/jwt'
import { z } from 'zod'
import { RenewSession, RevokedSession, Role, type SessionGrant } from '../../contracts/auth.ts'
import { type BusClient, Refused, type WatchedState, watchState } from '../../bus/gateway.ts'
import type { EdgeOptions } from './options.ts'
import type { Edge } from './variables.ts'
import type { Visitor } from './visitor.ts'

const COOKIE = 'medianest_session'
/** How long a signed token is believed without asking; rights that changed show after this at the latest. */
const TOKEN_SECONDS = 900
/**
 * How much longer it is believed while nobody is there to renew it, so that the board can be read when the database is
 * down. With the above it stays below the life of a revocation.
 */
const GRACE_SECONDS = 2400

const Claims = z.object({
  sid: z.uuid(),
  uid: z.uuid(),
  name: z.string(),
  role: Role,
  /** Password change required. */
  pcr: z.boolean(),
  /** Until when the token is believed, in seconds. The signature alone never expires, so that renewing can read it. */
  until: z.number(),
})
type Claims = z.infer<typeof Claims>

/** Cookies, tokens and who they belong to. Checking costs no round trip while a token is fresh. */
export class Sessions {
  readonly #client: BusClient
  readonly #key: string
  readonly #operator: Buffer
  readonly #revoked: WatchedState<typeof RevokedSession>
  readonly #onEnd: (sessionId: string) => void

  constructor(options: EdgeOptions, onEnd: (sessionId: string) => void) {
    this.#client = options.client
    this.#key = options.sealer.keyFor('session').toString('base64url')
    this.#operator = sha256(options.operatorToken)
    this.#onEnd = onEnd
    this.#revoked = watchState(options.client.link, RevokedSession, (id, value) => {
      if (value) this.#onEnd(id)
    })
  }

  get ready(): Promise<void> {
    return this.#revoked.ready
  }

  stop(): Promise<void> {
    return this.#revoked.stop()
  }

  /** Who asks, or null. A token past its time is renewed while its session lives. */
  async visitor(c: Context<Edge>): Promise<Visitor | null> {
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (bearer) return timingSafeEqual(sha256(bearer), this.#operator) ? OPERATOR : null
    const claims = await this.#claims(getCookie(c, COOKIE))
    if (!claims || this.#revoked.values.has(claims.sid)) return null
    if (claims.until * 1000 > Date.now()) return toVisitor(claims)
    return this.#renew(c, claims)
  }

  /** Writes the cookie of a grant. */
  async start(c: Context<Edge>, grant: SessionGrant): Promise<void> {
    const claims: Claims = {
      sid: grant.sessionId,
      uid: grant.user.id,
      name: grant.user.username,
      role: grant.user.role,
      pcr: grant.passwordChangeRequired,
      until: Math.floor(Date.now() / 1000) + TOKEN_SECONDS,
    }
    setCookie(c, COOKIE, await sign(claims, this.#key, 'HS256'), {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/',
      secure: c.var.baseUrl.startsWith('https:'),
      expires: new Date(grant.endsAt),
    })
  }

  /** Takes the cookie back. */
  end(c: Context<Edge>): void {
    deleteCookie(c, COOKIE, { path: '/', secure: c.var.baseUrl.startsWith('https:') })
  }

  async #renew(c: Context<Edge>, claims: Claims): Promise<Visitor | null> {
    const sessionId = claims.sid
    const who = { actor: 'system', correlationId: c.var.correlationId, sessionId, patienceMs: 2000 }
    const grant = await this.#client.ask(RenewSession, { sessionId }, who).catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'UNAUTHENTICATED') return null
      if ((claims.until + GRACE_SECONDS) * 1000 > Date.now()) return 'believed' as const
      throw error
    })
    if (!grant) return null
    if (grant === 'believed') return toVisitor(claims)
    await this.start(c, grant)
    return {
      userId: grant.user.id,
      username: grant.user.username,
      role: grant.user.role,
      passwordChangeRequired: grant.passwordChangeRequired,
      sessionId,
    }
  }

  async #claims(token: string | undefined): Promise<Claims | null> {
    if (!token) return null
    const payload = await verify(token, this.#key, 'HS256').catch(() => null)
    const parsed = Claims.safeParse(payload)
    return parsed.success ? parsed.data : null
  }
}

const OPERATOR: Visitor = {
  userId: '00000000-0000-0000-0000-000000000000',
  username: 'operator',
  role: 'admin',
  passwordChangeRequired: false,
  sessionId: null,
}

const toVisitor = (claims: Claims): Visitor => ({
  userId: claims.uid,
  username: claims.name,
  role: claims.role,
  passwordChangeRequired: claims.pcr,
  sessionId: claims.sid,
})

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
