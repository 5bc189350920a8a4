import { createHash, createHmac } from 'node:crypto'
import type { Server } from 'node:http'
import { Server as SocketServer, type Socket } from 'socket.io'
import type { Setup } from '../product.ts'
import { type Beat, type KumaWorld, type WatchedMonitor, written } from './world.ts'

/** Sockets that are signed in. */
const ROOM = 'user'
const LOGINS_A_MINUTE = 20
const LISTED_BEATS = 100
const ZONE = { primaryBaseURL: null, serverTimezone: 'UTC', serverTimezoneOffset: '+00:00' }

type Ack = (answer: object) => void

/** Its socket.io, as 2.5.3 was seen to speak it. */
export function serveSocket(server: Server, setup: Setup, world: KumaWorld): () => Promise<unknown> {
  const io = new SocketServer(server, {
    path: `${setup.base}/socket.io`,
    serveClient: false,
    // a foreign origin gets no websocket
    allowRequest: ({ headers }, allow) => allow(null, !headers.origin || new URL(headers.origin).host === headers.host),
  })
  const password = (): string => world.newPassword ?? setup.password
  const digest = (): string => createHash('shake256', { outputLength: 16 }).update(password()).digest('hex')
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
  const sign = (body: string): string => createHmac('sha256', setup.key).update(body).digest('base64url')
  const token = (): string => {
    const body = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ username: setup.username, h: digest(), iat: Math.floor(Date.now() / 1000) })}`
    return `${body}.${sign(body)}`
  }
  const isGood = (jwt: unknown): boolean => {
    const [head = '', body = '', signature] = String(jwt).split('.')
    if (signature !== sign(`${head}.${body}`)) return false
    return (JSON.parse(Buffer.from(body, 'base64url').toString()) as { h: string }).h === digest()
  }

  const list = (): object => Object.fromEntries([...world.monitors].map(([id, monitor]) => [id, world.told(monitor)]))
  const rows = (id: number): Beat[] => (world.beats.get(id) ?? []).slice(-LISTED_BEATS)
  /** To every socket of the user, whoever signed in. */
  const letIn = async (socket: Socket): Promise<void> => {
    await socket.join(ROOM)
    const all = io.to(ROOM)
    all.emit('monitorList', list())
    all.emit('maintenanceList', {})
    socket.emit('info', { ...ZONE, version: setup.version, latestVersion: null, isContainer: false, dbType: 'sqlite' })
    all.emit('notificationList', [])
    all.emit('apiKeyList', [])
    all.emit('statusPageList', {})
    for (const id of world.monitors.keys()) {
      all.emit('heartbeatList', String(id), rows(id).map(toRow), false)
      all.emit('avgPing', String(id), null)
      all.emit('uptime', String(id), 24, 1)
    }
  }
  const tooMany = (): boolean => {
    const now = Date.now()
    world.logins = [...world.logins.filter((at) => now - at < 60_000), now]
    return world.logins.length > LOGINS_A_MINUTE
  }

  io.on('connection', (socket) => {
    socket.emit('info', ZONE)
    // it looks its settings up first, and hears nothing meanwhile
    setTimeout(() => {
      socket.on('loginByToken', async (jwt: unknown, ack: Ack) => {
        world.signIns.token += 1
        if (!isGood(jwt)) return ack({ ok: false, msg: 'authInvalidToken', msgi18n: true })
        await letIn(socket)
        ack({ ok: true })
      })
      socket.on('login', async (given: Record<string, unknown>, ack: Ack) => {
        world.signIns.password += 1
        if (tooMany()) return ack({ ok: false, msg: 'Too frequently, try again later.' })
        if (given['username'] !== setup.username || given['password'] !== password())
          return ack({ ok: false, msg: 'authIncorrectCreds', msgi18n: true })
        if (world.twoFactor && given['token'] === '') return ack({ tokenRequired: true })
        await letIn(socket)
        ack({ ok: true, token: token() })
      })
      socket.on('getMonitorList', (ack: Ack) => {
        if (!socket.rooms.has(ROOM)) return ack({ ok: false, msg: 'You are not logged in.' })
        socket.emit('monitorList', list())
        ack({ ok: true })
      })
      socket.on('getMonitorBeats', (id: number, hours: number, ack: Ack) => {
        if (!socket.rooms.has(ROOM)) return ack({ ok: false, msg: 'You are not logged in.' })
        const since = written(new Date(Date.now() - hours * 3_600_000))
        ack({ ok: true, data: (world.beats.get(id) ?? []).filter(({ time }) => time > since).map(toRow) })
      })
      if (world.open) void letIn(socket).then(() => socket.emit('autoLogin'))
      else socket.emit('loginRequired')
    }, world.greetingMs)
  })

  const onBeat = (beat: Beat): void => {
    const { monitor_id: monitorID, status, time, msg, ping, important } = beat
    const live = { monitorID, status, time, msg, important: important === 1, retries: 0 }
    // absent when it is down
    io.to(ROOM).emit('heartbeat', ping === null ? live : { ...live, ping })
    io.to(ROOM).emit('avgPing', monitorID, ping)
    for (const window of [24, 720, '1y']) io.to(ROOM).emit('uptime', monitorID, window, 1)
    if (important === 1) io.to(ROOM).emit('maintenanceList', {})
  }
  // of a group itself alone, also when what is in it is paused with it
  const onChanged = (monitor: WatchedMonitor): void =>
    void io.to(ROOM).emit('updateMonitorIntoList', { [monitor.id]: world.told(monitor) })
  const onRemoved = (id: number): void => void io.to(ROOM).emit('deleteMonitorFromList', id)
  const onPassword = (): void => {
    io.to(ROOM).emit('refresh')
    io.disconnectSockets(true)
  }
  world.on('beat', onBeat).on('changed', onChanged).on('removed', onRemoved).on('password', onPassword)
  return async () => {
    world.off('beat', onBeat).off('changed', onChanged).off('removed', onRemoved).off('password', onPassword)
    io.engine.close()
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/** As its database has it. */
const toRow = (beat: Beat): object => ({
  ...beat,
  duration: 0,
  down_count: 0,
  end_time: beat.time,
  retries: 0,
  response: null,
})
