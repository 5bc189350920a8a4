import type { Socket } from 'socket.io-client'
import { z } from 'zod'
import type { KumaBeat } from '../../../contracts/kuma.ts'
import { TITLE } from './outside.ts'
import { type Login, NotLetIn, onGreeting, signIn, socketTo } from './session.ts'
import { toBeat } from './to-beat.ts'
import { ListedBeat, LiveBeat, understood, WireId, WireMonitor } from './wire.ts'

/** What is told of a session, in this order: how it went, then what it watches, then beats. */
export interface Listener {
  /** `token`: a new one to keep. */
  signedIn(token: string | null): void
  /** Not signed in: why, and whether trying again soon may help. */
  silent(why: string, passing: boolean): void
  /** Everything that it watches, each time that something of it changed. */
  monitors(all: readonly WireMonitor[]): void
  /** Beats of one monitor, in order. */
  beats(beats: readonly KumaBeat[]): void
  /** Time of the last beat of a monitor that is known, also from before this session; null for a new one. */
  heardTo(id: string): string | null
}

export interface Listening {
  /** Ends the session and begins anew, as for the first time. */
  again(): void
  /** Connects unless it is connected or about to be. */
  connect(): void
  close(): void
}

type Telling = () => void | Promise<void>

/** So many beats of each monitor are listed. */
const LISTED = 100

/** Results are kept for two days, one by one. */
const MOST_HOURS = 48

const listedOf = (id: string, rows: unknown): KumaBeat[] =>
  understood(ListedBeat, rows).flatMap((row) => toBeat(id, row, 'list') ?? [])

const Record = z.object({ ok: z.literal(true), data: z.array(z.unknown()) })

/** What happened between the last beat that is known and the first of a full list, out of the record of that monitor. */
async function missedBefore(
  socket: Socket,
  id: string,
  first: KumaBeat | undefined,
  known: string | null,
): Promise<KumaBeat[]> {
  if (known === null || !first || first.at <= known) return []
  const hours = Math.min(MOST_HOURS, Math.ceil((Date.now() - Date.parse(known)) / 3_600_000) + 1)
  const answer: unknown = await socket
    .timeout(10_000)
    .emitWithAck('getMonitorBeats', Number(id), hours)
    .catch(() => null)
  const record = Record.safeParse(answer)
  return record.success ? listedOf(id, record.data.data).filter(({ at }) => at > known && at < first.at) : []
}

const Info = z.object({ version: z.string() })

/** Holds a session with Uptime Kuma. It connects again by itself, with growing pauses, until it is closed. */
export function listen(base: string, login: () => Login, listener: Listener): Listening {
  const socket = socketTo(base, { reconnection: true })
  let known = new Map<string, WireMonitor>()
  let listed = false
  let timer: NodeJS.Timeout | undefined
  // it sends its lists before it says that we are signed in
  let held: Telling[] | null = []
  // in order, also where something is still to be asked for
  let telling = Promise.resolve()
  const tell = (what: Telling): void => {
    if (held) held.push(what)
    else telling = telling.then(what).catch(() => {})
  }
  const tellMonitors = (): void => tell(() => listener.monitors([...known.values()]))
  const askForMonitors = (): void => void socket.emit('getMonitorList', () => {})
  const signedIn = (token: string | null): void => {
    listener.signedIn(token)
    const waiting = held ?? []
    held = null
    for (const what of waiting) tell(what)
    if (!listed) askForMonitors()
  }

  onGreeting(socket, (wants) => {
    const done = wants === 'nobody' ? Promise.resolve(null) : signIn(socket, login())
    done.then(signedIn, (error: unknown) => {
      const passing = !(error instanceof NotLetIn) || error.passing
      listener.silent(error instanceof Error ? error.message : String(error), passing)
      socket.disconnect()
    })
  })
  socket.on('disconnect', (reason) => {
    held = []
    listed = false
    if (reason === 'io client disconnect') return
    listener.silent(`${TITLE} ended the connection.`, true)
    // a server that hangs up is not called again by the library
    if (reason === 'io server disconnect') timer = setTimeout(() => socket.connect(), 1000)
  })
  socket.on('connect_error', () => listener.silent(`${TITLE} does not answer on its socket.`, true))

  socket.on('monitorList', (list: unknown) => {
    known = new Map(understood(WireMonitor, list).map((monitor) => [monitor.id, monitor]))
    listed = true
    tellMonitors()
  })
  socket.on('updateMonitorIntoList', (list: unknown) => {
    const updated = understood(WireMonitor, list)
    const isSwitched = updated.some(({ id, type, active }) => type === 'group' && known.get(id)?.active === !active)
    for (const monitor of updated) known.set(monitor.id, monitor)
    // what is in a group is paused and resumed with it, of which nothing is said
    if (isSwitched) askForMonitors()
    else tellMonitors()
  })
  socket.on('deleteMonitorFromList', (id: unknown) => {
    const parsed = WireId.safeParse(id)
    if (parsed.success && known.delete(parsed.data)) tellMonitors()
  })
  socket.on('heartbeatList', (id: unknown, rows: unknown) => {
    const parsed = WireId.safeParse(id)
    if (!parsed.success) return
    const beats = listedOf(parsed.data, rows)
    tell(async () => {
      const isFull = Array.isArray(rows) && rows.length >= LISTED
      const missed = isFull ? await missedBefore(socket, parsed.data, beats[0], listener.heardTo(parsed.data)) : []
      listener.beats([...missed, ...beats])
    })
  })
  socket.on('heartbeat', (beat: unknown) => {
    const parsed = LiveBeat.safeParse(beat)
    const said = parsed.success ? toBeat(parsed.data.monitorID, parsed.data, 'live') : null
    if (said) tell(() => listener.beats([said]))
  })

  socket.connect()
  return {
    again: () => void socket.disconnect().connect(),
    connect: () => void (socket.active || socket.connect()),
    close() {
      clearTimeout(timer)
      socket.removeAllListeners()
      socket.disconnect()
    },
  }
}

/** Signs in once. Gives its version; throws `NotLetIn`. */
export async function trySignIn(base: string, login: Login, signal: AbortSignal): Promise<string | null> {
  const socket = socketTo(base, { reconnection: false })
  const { promise, resolve, reject } = Promise.withResolvers<string | null>()
  let version: string | null = null
  socket.on('info', (info: unknown) => {
    const parsed = Info.safeParse(info)
    if (parsed.success) version = parsed.data.version
  })
  onGreeting(socket, (wants) => {
    const done = wants === 'nobody' ? Promise.resolve(null) : signIn(socket, login)
    done.then(() => resolve(version), reject)
  })
  const silent = (): void =>
    reject(
      new NotLetIn('unreachable', `${TITLE} answers, but not on its socket. A proxy in front must let it through.`),
    )
  socket.on('connect_error', silent)
  socket.on('disconnect', silent)
  signal.addEventListener('abort', silent, { once: true })
  try {
    socket.connect()
    return await promise
  } finally {
    signal.removeEventListener('abort', silent)
    socket.removeAllListeners()
    socket.disconnect()
  }
}
