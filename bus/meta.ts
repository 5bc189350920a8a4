import type { MessageMeta } from './handler-context.ts'
import { newId } from './ids.ts'
import { HEADER, type Incoming, toRole, userIdOf } from './message.ts'

/** Of a stored message. */
export const toMeta = (
  message: Incoming,
  delivery: { seq: number; attempt: number; username: string | null; address: string | null },
): MessageMeta => ({
  ...message,
  ...delivery,
  userId: userIdOf(message.actor),
  agent: null,
  browser: null,
})

/** Of a question, which is not stored: it gets an id of its own. */
export function questionMeta(header: (name: string) => string): MessageMeta {
  const id = newId()
  const actor = decodeURI(header(HEADER.actor) || 'system')
  return {
    id,
    correlationId: header(HEADER.correlation) || id,
    causationId: header(HEADER.causation) || null,
    actor,
    userId: userIdOf(actor),
    role: toRole(header(HEADER.role)),
    time: new Date(),
    seq: 0,
    attempt: 1,
    sessionId: header(HEADER.session) || null,
    username: decodeURI(header(HEADER.username)) || null,
    address: header(HEADER.address) || null,
    agent: decodeURI(header(HEADER.agent)) || null,
    browser: header(HEADER.browser) || null,
  }
}

/** What a question carries of whoever it is asked for; the other way round from `questionMeta`. */
export function onBehalfOf(
  who: Pick<MessageMeta, 'correlationId' | 'actor'> & {
    [K in 'sessionId' | 'role' | 'username' | 'address' | 'agent' | 'browser']?: MessageMeta[K] | undefined
  },
): Record<string, string> {
  const given = {
    [HEADER.correlation]: who.correlationId,
    [HEADER.actor]: encodeURI(who.actor),
    [HEADER.session]: who.sessionId,
    [HEADER.role]: who.role,
    [HEADER.username]: who.username && encodeURI(who.username.toWellFormed()),
    [HEADER.address]: who.address,
    [HEADER.agent]: who.agent && encodeURI(who.agent.toWellFormed()),
    [HEADER.browser]: who.browser,
  }
  return Object.fromEntries(Object.entries(given).filter((entry): entry is [string, string] => Boolean(entry[1])))
}
