import { connect, type NatsConnection } from '@nats-io/transport-node'
import { jetstream, jetstreamManager, type JetStreamClient, type JetStreamManager } from '@nats-io/jetstream'
import type { Logger } from 'pino'

/** 2.10.23: older ones lose whole streams to plain process crashes. */
export const MINIMUM_SERVER = [2, 10, 23] as const

export interface NatsLink {
  nc: NatsConnection
  js: JetStreamClient
  jsm: JetStreamManager
  /** First token of every subject and prefix of every stream, bucket and durable. */
  namespace: string
  log: Logger
  /** Hears of every time that a lost connection is back. Gives what ends that. */
  onReconnect(hear: () => void): () => void
  /** Resolves when the connection is lost; at once while it is. */
  untilLost(signal: AbortSignal): Promise<void>
  /** Resolves with true once there is a connection, with false when there is none within the time. */
  untilConnected(withinMs: number): Promise<boolean>
}

/**
 * Connects for good: reconnects for ever, notices a frozen server after about 15 s. Throws with a sentence when the
 * server is too old or has no JetStream.
 */
export async function connectNats(url: string, namespace: string, log: Logger): Promise<NatsLink> {
  const { user, pass, token, server } = splitUrl(url)
  // a server that is not there is waited for, but not in silence
  const waiting = setInterval(() => log.warn({ server }, 'NATS does not answer; trying again.'), 3000)
  const nc = await connect({
    servers: server,
    ...(user ? { user, pass } : {}),
    ...(token ? { token } : {}),
    name: `medianest ${namespace}`,
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    reconnectTimeWait: 200,
    reconnectJitter: 100,
    pingInterval: 5000,
    maxPingOut: 2,
    ignoreClusterUpdates: false,
    // a stack for every request was the costliest part of a publish
    noAsyncTraces: true,
  }).finally(() => clearInterval(waiting))
  const version = nc.info?.version ?? '0.0.0'
  if (!isAtLeast(version, MINIMUM_SERVER)) {
    await nc.close()
    throw new Error(`nats-server ${version} is too old; ${MINIMUM_SERVER.join('.')} or newer is needed.`)
  }
  if (!nc.info?.jetstream) {
    await nc.close()
    throw new Error('This nats-server runs without JetStream; start it with JetStream switched on.')
  }
  const hearers = new Set<() => void>()
  const presence = new Presence()
  void watchStatus(nc, log, hearers, presence)
  return {
    nc,
    js: jetstream(nc, { timeout: 2000 }),
    jsm: await jetstreamManager(nc, { timeout: 5000 }),
    namespace,
    log,
    onReconnect(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    untilLost: (signal) => presence.until(false, signal),
    untilConnected: async (withinMs) => {
      await presence.until(true, AbortSignal.timeout(withinMs))
      return presence.connected
    },
  }
}

/** Whether there is a connection, and who waits for that to change. */
class Presence {
  connected = true
  readonly #waiting = new Set<() => void>()

  set(connected: boolean): void {
    this.connected = connected
    for (const look of this.#waiting) look()
  }

  /** Resolves when it is so, or when the signal aborts. */
  until(connected: boolean, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (this.connected !== connected && !signal.aborted) return
        this.#waiting.delete(look)
        signal.removeEventListener('abort', look)
        resolve()
      }
      this.#waiting.add(look)
      signal.addEventListener('abort', look)
      look()
    })
  }
}

async function watchStatus(
  nc: NatsConnection,
  log: Logger,
  hearers: ReadonlySet<() => void>,
  presence: Presence,
): Promise<void> {
  for await (const status of nc.status()) {
    if (status.type === 'disconnect') {
      log.warn('The connection to NATS is lost; reconnecting.')
      presence.set(false)
    }
    if (status.type === 'reconnect') {
      log.info('The connection to NATS is back.')
      presence.set(true)
      for (const hear of hearers) hear()
    }
    if (status.type === 'error') log.warn({ err: status.error }, 'NATS reported an error.')
  }
}

function splitUrl(url: string): { server: string; user: string; pass: string; token: string } {
  const first = new URL(url.split(',')[0]!.includes('://') ? url.split(',')[0]! : `nats://${url.split(',')[0]}`)
  const user = decodeURIComponent(first.username)
  const pass = decodeURIComponent(first.password)
  return { server: first.host, user: pass ? user : '', pass, token: user && !pass ? user : '' }
}

/** Compares dotted versions; a suffix such as `-beta` is ignored. */
export function isAtLeast(version: string, floor: readonly number[]): boolean {
  const parts = version.split(/[.-]/).map((p) => Number.parseInt(p, 10) || 0)
  for (const [i, want] of floor.entries()) {
    const have = parts[i] ?? 0
    if (have !== want) return have > want
  }
  return true
}
