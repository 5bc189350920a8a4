import { io, type Socket } from 'socket.io-client'
import { z } from 'zod'
import type { ConnectionTest } from '../../../contracts/services.ts'
import { TITLE } from './outside.ts'

/** What may sign in, the best first; the password is the last resort, as it takes 20 tries a minute from all the world. */
export interface Login {
  /** JSON web tokens: they have no end of their own, and die with the password. */
  tokens: readonly string[]
  username: string | null
  password: string | null
}

/** Uptime Kuma does not let us in, or is none. The message is a sentence for a person. */
export class NotLetIn extends Error {
  override readonly name = 'NotLetIn'
  readonly problem: NonNullable<ConnectionTest['problem']>
  /** Whether the same may do in a minute. */
  readonly passing: boolean
  constructor(problem: NotLetIn['problem'], message: string, passing = false) {
    super(message)
    this.problem = problem
    this.passing = passing
  }
}

const ACK_MS = 10_000

const Ack = z.object({
  ok: z.boolean().optional(),
  msg: z.string().optional().catch(undefined),
  token: z.string().optional().catch(undefined),
  tokenRequired: z.boolean().optional().catch(undefined),
})

/** A socket to it that does not connect yet. Without an Origin, as it refuses a foreign one. */
export function socketTo(base: string, options: { reconnection: boolean }): Socket {
  const url = new URL(base)
  return io(url.origin, {
    path: `${url.pathname.replace(/\/+$/, '')}/socket.io`,
    // a proxy may know no websocket
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    autoConnect: false,
    forceNew: true,
    timeout: 10_000,
    reconnection: options.reconnection,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 30_000,
  })
}

/** How long it may take to say that it waits for a sign-in; after that it hears one. */
const GREETING_MS = 5000

/**
 * Hears when a connected socket may be spoken to, each time that it connects: `login` where it asks for a sign-in,
 * `nobody` where it is switched off. What is said before that is lost without an answer.
 */
export function onGreeting(socket: Socket, greeted: (wants: 'login' | 'nobody') => void): void {
  let timer: NodeJS.Timeout | undefined
  let waiting = false
  const once = (wants: 'login' | 'nobody') => (): void => {
    clearTimeout(timer)
    if (!waiting) return
    waiting = false
    greeted(wants)
  }
  socket.on('connect', () => {
    waiting = true
    timer = setTimeout(once('login'), GREETING_MS)
  })
  socket.on('disconnect', () => {
    waiting = false
    clearTimeout(timer)
  })
  socket.on('loginRequired', once('login'))
  socket.on('autoLogin', once('nobody'))
}

/** Signs in. Gives a new token where the password was needed. Throws `NotLetIn`. */
export async function signIn(socket: Socket, login: Login): Promise<string | null> {
  const { tokens, username, password } = login
  for (const token of tokens) if ((await ask(socket, 'loginByToken', token)).ok === true) return null
  if (!username || !password) {
    if (tokens.length === 0)
      throw new NotLetIn('credentials-missing', `${TITLE} wants a user name and password, or a token.`)
    throw new NotLetIn('credentials', `${TITLE} refuses this token: it ends when the password changes. ${TOKEN_HINT}`)
  }
  const answer = await ask(socket, 'login', { username, password, token: '' })
  if (answer.ok === true) return answer.token ?? null
  if (answer.tokenRequired === true)
    throw new NotLetIn('credentials', `${TITLE} wants a one-time code as well: give a token instead. ${TOKEN_HINT}`)
  // the only refusal that is a sentence; the others are names of its own texts
  if (/too frequently/i.test(answer.msg ?? ''))
    throw new NotLetIn('credentials', `${TITLE} takes no more sign-ins for now: try again in a minute.`, true)
  throw new NotLetIn('credentials', `${TITLE} refuses this user name or password.`)
}

export const TOKEN_HINT =
  'Sign in there in a browser with "Remember me"; the token is the entry "token" in the local storage of that page.'

async function ask(socket: Socket, event: string, argument: unknown): Promise<z.output<typeof Ack>> {
  const silent = (): never => {
    throw new NotLetIn('timeout', `${TITLE} does not answer a sign-in.`, true)
  }
  const answer: unknown = await socket.timeout(ACK_MS).emitWithAck(event, argument).catch(silent)
  const parsed = Ack.safeParse(answer)
  if (!parsed.success) throw new NotLetIn('not-understood', `What answers there does not sign in as ${TITLE} does.`)
  return parsed.data
}
