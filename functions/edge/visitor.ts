import type { Role } from '../../contracts/auth.ts'
import type { Scope } from '../../contracts/scopes.ts'

/** Who is behind a request. */
export interface Visitor {
  userId: string
  username: string
  role: Role
  passwordChangeRequired: boolean
  twoFactorSetupRequired: boolean
  /** Null for the operator on this machine, and for an API key. */
  sessionId: string | null
  /** The session or the API key; null for the operator. What ends under this id ends at once. */
  credentialId: string | null
  /** What an API key may do; null for a person at a page and for the operator, who may do all that their role may. */
  scopes: readonly Scope[] | null
  /** When the session or the API key ends by itself, in milliseconds since 1970; null for never. */
  endsAt: number | null
}

export const OPERATOR: Visitor = {
  userId: '00000000-0000-0000-0000-000000000000',
  username: 'operator',
  role: 'admin',
  passwordChangeRequired: false,
  twoFactorSetupRequired: false,
  sessionId: null,
  credentialId: null,
  scopes: null,
  endsAt: null,
}

export const actorOf = (visitor: Visitor): string => (visitor === OPERATOR ? 'operator' : `user:${visitor.userId}`)
