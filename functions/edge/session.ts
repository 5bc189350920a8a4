import { createHash, timingSafeEqual } from 'node:crypto'
import type { Context } from 'hono'
import { sign, verify } from 'hono/jwt'
import { z } from 'zod'
import { RenewSession, ResumeSession, RevokedSession, Role, type SessionGrant } from '../../contracts/auth.ts'
import { type BusClient, Refused, type WatchedState, watchState } from '../../bus/gateway.ts'
import { ApiKeys, type Guesses } from './api-keys.ts'
import { browserOf, dropCookie, readCookie, writeCookie } from './cookies.ts'
import type { EdgeOptions, SecurityLog } from './options.ts'
import type { Edge } from './variables.ts'
import { OPERATOR, type Visitor } from './visitor.ts'

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
  /** Second factor required and not set up. */
  tfr: z.boolean(),
  /** Whether the cookie outlives the browser window. */
  kept: z.boolean(),
  /** Until when the token is believed, in seconds. The signature alone never expires, so that renewing can read it. */
  until: z.number(),
  /** When the session ends for good, in seconds. */
  ends: z.number(),
})
type Claims = z.infer<typeof Claims>

/** Cookies, tokens and who they belong to. Checking costs no round trip while a token is fresh. */
export class Sessions {
  readonly #client: BusClient
  readonly #key: string
  readonly #operator: Buffer
  readonly #revoked: WatchedState<typeof RevokedSession>
  readonly #keys: ApiKeys
  readonly #security: SecurityLog
  readonly #onEnd: (credentialId: string) => void

  constructor(options: EdgeOptions, onEnd: (credentialId: string) => void) {
    this.#client = options.client
    this.#key = options.sealer.keyFor('session').toString('base64url')
    this.#operator = sha256(options.operatorToken)
    this.#onEnd = onEnd
    this.#security = options.security
    this.#revoked = watchState(options.client.link, RevokedSession, (id, value) => {
      this.#keys.end(id)
      if (value) this.#onEnd(id)
    })
    this.#keys = new ApiKeys(options.client)
  }

  get ready(): Promise<void> {
    return this.#revoked.ready
  }

  stop(): Promise<void> {
    return this.#revoked.stop()
  }

  /**
   * Who asks, or null. A token past its time is renewed while its session lives; after that "remember me" begins a new
   * session. `guesses` counts keys and tokens that nobody has.
   */
  async visitor(c: Context<Edge>, guesses: Guesses): Promise<Visitor | null> {
    const bearer = /^Bearer (.+)$/i.exec(c.req.header('authorization') ?? '')?.[1] ?? c.req.header('x-api-key')
    if (bearer) {
      if (timingSafeEqual(sha256(bearer), this.#operator)) return OPERATOR
      return this.#keys.visitor(bearer, { correlationId: c.var.correlationId, address: c.var.address }, guesses)
    }
    const claims = await this.#claims(readCookie(c, 'session'))
    const now = Date.now()
    const live = claims && !this.#revoked.values.has(claims.sid) && claims.ends * 1000 > now ? claims : null
    if (live && live.until * 1000 > now) return toVisitor(live)
    return (live && (await this.#renew(c, live))) || this.#resume(c, guesses)
  }

  /** Writes the cookies of a grant. */
  async start(c: Context<Edge>, grant: SessionGrant, kept = grant.remember !== null): Promise<void> {
    const ends = Math.floor(Date.parse(grant.endsAt) / 1000)
    const claims: Claims = {
      sid: grant.sessionId,
      uid: grant.user.id,
      name: grant.user.username,
      role: grant.user.role,
      pcr: grant.passwordChangeRequired,
      tfr: grant.twoFactorSetupRequired,
      kept,
      until: Math.min(Math.floor(Date.now() / 1000) + TOKEN_SECONDS, ends),
      ends,
    }
    writeCookie(c, 'session', await sign(claims, this.#key, 'HS256'), kept ? new Date(grant.endsAt) : undefined)
    if (grant.remember) writeCookie(c, 'remember', grant.remember.token, new Date(grant.remember.endsAt))
  }

  /** The cookies of a fresh sign-in: what another one left behind goes. */
  async begin(c: Context<Edge>, grant: SessionGrant): Promise<void> {
    if (!grant.remember) dropCookie(c, 'remember')
    await this.start(c, grant)
  }

  /** Asks anew what is believed of the session, as what was just done changed it. */
  async renew(c: Context<Edge>): Promise<void> {
    const claims = await this.#claims(readCookie(c, 'session'))
    if (claims) await this.#renew(c, claims)
  }

  /** Takes the cookies back. */
  end(c: Context<Edge>): void {
    dropCookie(c, 'session')
    dropCookie(c, 'remember')
  }

  async #renew(c: Context<Edge>, claims: Claims): Promise<Visitor | null> {
    const sessionId = claims.sid
    const who = {
      actor: 'system',
      correlationId: c.var.correlationId,
      sessionId,
      address: c.var.address,
      agent: c.req.header('user-agent'),
      patienceMs: 2000,
    }
    const grant = await this.#client.ask(RenewSession, { sessionId }, who).catch((error: unknown) => {
      if (error instanceof Refused && error.code === 'UNAUTHENTICATED') return null
      if ((claims.until + GRACE_SECONDS) * 1000 > Date.now()) return 'believed' as const
      throw error
    })
    if (!grant) return null
    if (grant === 'believed') return toVisitor(claims)
    await this.start(c, grant, claims.kept)
    return fromGrant(grant)
  }

  async #resume(c: Context<Edge>, guesses: Guesses): Promise<Visitor | null> {
    const token = readCookie(c, 'remember')
    if (!token || token.length > 200) return null
    const who = {
      actor: 'visitor',
      correlationId: c.var.correlationId,
      address: c.var.address,
      agent: c.req.header('user-agent'),
      browser: browserOf(c),
    }
    guesses.allow()
    const grant = await this.#client.ask(ResumeSession, { token }, who).catch((error: unknown) => {
      if (!(error instanceof Refused) || error.code !== 'UNAUTHENTICATED') throw error
      guesses.refused('remember')
      if (error.details?.['reused'] === true) this.#security.note('remember-reused', { address: c.var.address })
      return null
    })
    if (!grant) {
      this.end(c)
      return null
    }
    await this.start(c, grant, true)
    return fromGrant(grant)
  }

  async #claims(token: string | undefined): Promise<Claims | null> {
    if (!token) return null
    const payload = await verify(token, this.#key, 'HS256').catch(() => null)
    const parsed = Claims.safeParse(payload)
    return parsed.success ? parsed.data : null
  }
}

const fromGrant = (grant: SessionGrant): Visitor => ({
  userId: grant.user.id,
  username: grant.user.username,
  role: grant.user.role,
  passwordChangeRequired: grant.passwordChangeRequired,
  twoFactorSetupRequired: grant.twoFactorSetupRequired,
  sessionId: grant.sessionId,
  credentialId: grant.sessionId,
  scopes: null,
  endsAt: Date.parse(grant.endsAt),
})

const toVisitor = (claims: Claims): Visitor => ({
  userId: claims.uid,
  username: claims.name,
  role: claims.role,
  passwordChangeRequired: claims.pcr,
  twoFactorSetupRequired: claims.tfr,
  sessionId: claims.sid,
  credentialId: claims.sid,
  scopes: null,
  endsAt: claims.ends * 1000,
})

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest()
