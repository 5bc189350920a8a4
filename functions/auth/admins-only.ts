import { type MessageMeta, Reject } from '../../bus/index.ts'

/** Refuses whoever came through the edge without being an admin; other parts of the portal may ask. */
export function adminsOnly(meta: Pick<MessageMeta, 'role' | 'actor'>): void {
  if (meta.role === 'user' || meta.actor === 'visitor') throw new Reject('FORBIDDEN')
}
