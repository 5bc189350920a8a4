import { type MessageMeta, Reject } from '../../bus/index.ts'

/** Refuses whoever came through the edge without being an admin; other parts of the portal may ask. */
export function adminsOnly(meta: Pick<MessageMeta, 'role' | 'actor'>): void {
  if (meta.role === 'user' || meta.actor === 'visitor') throw new Reject('FORBIDDEN')
}

/**
 * Refuses an API key where it is about the account of an admin, present or future: with such an account in hand a key
 * would be more than its scopes. A key acts for a person without a session of theirs.
 */
export function notByKey(meta: Pick<MessageMeta, 'userId' | 'sessionId'>): void {
  if (meta.userId !== null && meta.sessionId === null)
    throw new Reject('FORBIDDEN', 'An API key may not touch the accounts of admins. Do it on the page, signed in.')
}
