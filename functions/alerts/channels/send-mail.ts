import type { NodemailerError } from 'nodemailer'
import { networkFailure } from '../../../bus/index.ts'
import { ChannelFailure, type Sending } from './kind.ts'
import { cut, type Message } from './message.ts'

export interface MailServer {
  host: string
  port: number
  /** `starttls` insists on it; `none` does not even try. */
  security: 'starttls' | 'tls' | 'none'
  username?: string | undefined
  password?: string | undefined
  from: string
  to: readonly string[]
}

/** Each step of the conversation. */
const STEP_MS = 10_000
/** The whole of it; shorter than the claim on a lane. */
const WHOLE_MS = 15_000

/**
 * Sends one mail to all receivers. Its Message-ID follows from the message, so that a mailbox can tell a repeat. Gives a
 * sentence where some receivers were refused. Throws `ChannelFailure` in words, without what the server was told.
 */
export async function sendMail(server: MailServer, message: Message, { signal }: Sending): Promise<string | void> {
  if (server.to.length === 0) throw new ChannelFailure('This channel has no receivers. Add one.')
  const { host, port, security, username, password } = server
  // large, and most houses send no mail
  const { createTransport } = await import('nodemailer')
  const transport = createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    ...(username === undefined ? {} : { auth: { user: username, pass: password ?? '' } }),
    connectionTimeout: STEP_MS,
    greetingTimeout: STEP_MS,
    socketTimeout: STEP_MS,
    dnsTimeout: STEP_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  const ended = AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS)])
  const aborted = Promise.withResolvers<never>()
  const abort = (): void => aborted.reject(new ChannelFailure(`${host} takes too long.`, { inDoubt: true }))
  ended.addEventListener('abort', abort, { once: true })
  const sent = transport.sendMail({
    from: server.from,
    to: [...server.to],
    subject: cut(message.title.replaceAll(/\s+/g, ' '), 200),
    text: message.url ? `${message.text}\n\n${message.url}\n` : `${message.text}\n`,
    messageId: `<${message.id}@medianest>`,
    date: message.at,
    headers: {
      'auto-submitted': 'auto-generated',
      ...(message.mood === 'bad' && message.severity === 'critical' ? { importance: 'high' } : {}),
    },
  })
  sent.catch(() => {})
  try {
    const { rejected } = await Promise.race([sent, aborted.promise])
    if (rejected.length > 0)
      return `The mail server refused ${rejected.map(String).join(', ')}; the others were sent to.`
    return undefined
  } catch (error) {
    if (error instanceof ChannelFailure) throw error
    throw new ChannelFailure(wordsFor(error as NodemailerError, server), {
      inDoubt: mayHaveArrived(error as NodemailerError),
    })
  } finally {
    ended.removeEventListener('abort', abort)
    transport.close()
  }
}

/** Cut off or silent after the connection stood. */
const mayHaveArrived = ({ code = '', syscall }: NodemailerError & { syscall?: string }): boolean =>
  ['ETIMEDOUT', 'ECONNECTION', 'ESOCKET'].includes(code) && syscall !== 'connect' && syscall !== 'getaddrinfo'

function wordsFor(error: NodemailerError, { host, port, security }: MailServer): string {
  const at = `${host}:${port}`
  const code = error.responseCode === undefined ? '' : ` (code ${error.responseCode})`
  const { originalCode } = error as { originalCode?: string }
  const known = networkFailure(Object.assign(new Error(error.message), { code: originalCode ?? error.code }), at)
  if (known)
    return `The mail server cannot be used: ${known.words}.${known.cure === 'authority' ? ' Trust its authority through NODE_EXTRA_CA_CERTS.' : ''}`
  if (error.code === 'EAUTH') return `${host} does not accept the user name and password${code}.`
  if (error.code === 'ENOAUTH') return `${host} wants a user name and password.`
  if (error.code === 'ETLS')
    return security === 'starttls'
      ? `${host} does not offer STARTTLS on port ${port}. Choose TLS with port 465, or no encryption where the network is yours.`
      : `${at} cannot be spoken to over TLS; is it the right port?`
  if (error.code === 'ETIMEDOUT') return `${at} does not answer in time. Is it the right port for this encryption?`
  if (error.code === 'EDNS') return `The name ${host} cannot be looked up.`
  if (error.code === 'EENVELOPE') return `${host} refuses the sender or every receiver${code}.`
  if (error.code === 'EMESSAGE') return `${host} refuses the message${code}.`
  if (error.code === 'EPROTOCOL') return `${at} answers something that is not mail${code}.`
  if (error.code === 'ESOCKET' && /ssl|tls|certificate/i.test(error.message))
    return `${at} cannot be spoken to over TLS as chosen; try STARTTLS or another port.`
  return `${at} ended the conversation${code}.`
}
