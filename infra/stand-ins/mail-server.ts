import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

/** A mail that was taken. */
export interface Mail {
  from: string
  to: string[]
  /** Headers in lower case, folded lines joined. */
  headers: Record<string, string>
  body: string
}

export interface MailServer {
  readonly port: number
  readonly mails: readonly Mail[]
  /** Refuses every command of this name with this answer, as `450 4.2.0 busy`; null ends that. */
  refuse(command: string, answer: string | null): void
  /** Takes connections and never says a word. */
  hang(on: boolean): void
  down(): Promise<void>
  up(): Promise<void>
  stop(): Promise<void>
}

export interface MailServerOptions {
  port?: number
  /** Wants this name and password; none by default. */
  login?: { username: string; password: string }
  /** Says that it could speak TLS, which it cannot. */
  startTls?: boolean
}

/** Starts a mail server on 127.0.0.1: RFC 5321 as far as a sender needs it, without TLS. */
export async function startMailServer(options: MailServerOptions = {}): Promise<MailServer> {
  const mails: Mail[] = []
  const refusals = new Map<string, string>()
  const sockets = new Set<Socket>()
  let silent = false
  let server: Server | undefined

  const listen = async (port: number): Promise<number> => {
    const opened = createServer((socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket)).on('error', () => {})
      if (!silent) converse(socket, options, refusals, mails)
    })
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject)
      opened.listen(port, '127.0.0.1', resolve)
    })
    server = opened
    return (opened.address() as AddressInfo).port
  }
  const close = async (): Promise<void> => {
    const open = server
    server = undefined
    for (const socket of sockets) socket.destroy()
    if (open) await new Promise<void>((resolve) => open.close(() => resolve()))
  }
  const port = await listen(options.port ?? 0)
  return {
    port,
    mails,
    refuse: (command, answer) => void (answer === null ? refusals.delete(command) : refusals.set(command, answer)),
    hang: (on) => void (silent = on),
    down: close,
    async up() {
      if (!server) await listen(port)
    },
    stop: close,
  }
}

function converse(
  socket: Socket,
  { login, startTls = false }: MailServerOptions,
  refusals: ReadonlyMap<string, string>,
  mails: Mail[],
): void {
  let from = ''
  let to: string[] = []
  let data: string[] | undefined
  let signedIn = login === undefined
  const say = (line: string): void => void socket.write(`${line}\r\n`)

  const answer = (line: string): void => {
    const [command = '', ...rest] = line.split(' ')
    const name = command.toUpperCase()
    const refusal = refusals.get(name)
    if (refusal) return say(refusal)
    if (name === 'EHLO' || name === 'HELO')
      return say(
        `250-stand-in\r\n${startTls ? '250-STARTTLS\r\n' : ''}${login ? '250-AUTH PLAIN\r\n' : ''}250 8BITMIME`,
      )
    if (name === 'AUTH') {
      const [, username, password] = Buffer.from(rest[1] ?? '', 'base64')
        .toString()
        .split('\0')
      signedIn = username === login?.username && password === login?.password
      return say(signedIn ? '235 2.7.0 Accepted' : '535 5.7.8 Bad credentials')
    }
    if (name === 'MAIL' && !signedIn) return say('530 5.7.0 Authentication required')
    if (name === 'MAIL') from = /<([^>]*)>/.exec(line)?.[1] ?? ''
    if (name === 'RCPT') to.push(/<([^>]*)>/.exec(line)?.[1] ?? '')
    if (name === 'RSET') to = []
    if (name === 'STARTTLS') return say(startTls ? '220 Go on' : '502 5.5.1 Not implemented')
    if (name === 'DATA') {
      data = []
      return say('354 Go on')
    }
    if (name === 'QUIT') {
      say('221 Bye')
      return void socket.end()
    }
    return say('250 2.0.0 Ok')
  }

  const take = (line: string): void => {
    if (!data) return answer(line)
    if (line !== '.') return void data.push(line.startsWith('..') ? line.slice(1) : line)
    mails.push(toMail(from, to, data.join('\n')))
    data = undefined
    to = []
    say('250 2.0.0 Queued')
  }

  let rest = ''
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\r\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(line)
  })
  say('220 stand-in ESMTP')
}

function toMail(from: string, to: string[], raw: string): Mail {
  const [head = '', ...body] = raw.split('\n\n')
  const headers = head
    .replaceAll(/\n[ \t]+/g, ' ')
    .split('\n')
    .map((line) => /^([^:]+):\s*(.*)$/s.exec(line)?.slice(1) ?? [])
  const named = Object.fromEntries(headers.map(([name = '', value = '']) => [name.toLowerCase(), value]))
  const text = body.join('\n\n')
  const encoding = named['content-transfer-encoding']
  return {
    from,
    to,
    headers: named,
    body: encoding === 'base64' ? Buffer.from(text, 'base64').toString() : decode(text, encoding),
  }
}

const decode = (text: string, encoding: string | undefined): string =>
  encoding === 'quoted-printable'
    ? Buffer.from(
        text
          .replaceAll('=\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      ).toString()
    : text
