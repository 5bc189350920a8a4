import type { Role } from '../../contracts/auth.ts'

/** Who is behind a request. */
export interface Visitor {
  userId: string
  username: string
  role: Role
  passwordChangeRequired: boolean
  /** Null for the operator on this machine. */
  sessionId: string | null
}

export const actorOf = (visitor: Visitor): string => (visitor.sessionId ? `user:${visitor.username}` : 'operator')
