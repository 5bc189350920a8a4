import { DatabaseError, Pool } from 'pg'
import type { Logger } from 'pino'

/** Server-side guards, so that a stuck or vanished client never holds a claim for long. */
const SETTINGS = {
  lock_timeout: '4000',
  statement_timeout: '5000',
  idle_in_transaction_session_timeout: '8000',
  client_connection_check_interval: '1000',
}

/**
 * A pool that survives a server going away: every client and the pool have an `error` listener, since an unheard one
 * would end the process. Idle clients close after 10 s, which keeps an idle portal small.
 */
export function createPool(url: string, size: number, log: Logger): Pool {
  const config = {
    connectionString: url,
    max: size,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: 3000,
    query_timeout: 7000,
    keepAlive: true,
    // statements are sent without waiting for the answers before them; not in the types yet
    pipeline: true,
    application_name: 'medianest',
    options: Object.entries(SETTINGS)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
  }
  const pool = new Pool(config)
  return hearErrors(pool, log)
}

/** Listens on a pool and on each of its clients. */
export function hearErrors(pool: Pool, log: Logger): Pool {
  pool.on('error', (error) => log.debug({ err: error }, 'An idle database connection was lost.'))
  pool.on('connect', (client) => {
    client.on('error', (error) => log.debug({ err: error }, 'A database connection was lost.'))
  })
  return pool
}

/** Whether the server or the way to it is down, rather than the statement wrong. */
export function isConnectionLoss(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as { code?: unknown }).code
  if (typeof code === 'string') {
    if (/^(08|57P0)/.test(code) || code === '53300') return true
    if (['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EHOSTUNREACH'].includes(code)) return true
  }
  return /connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error/i.test(
    error.message,
  )
}

/** Whether the same will go well a little later: the server is away, or somebody else held a lock for too long. */
export const isPassing = (error: unknown): boolean =>
  isConnectionLoss(error) || (error instanceof DatabaseError && ['55P03', '40001', '40P01'].includes(error.code ?? ''))

/** Whether the server answered with an error, so that the connection itself is still sound. */
export const isServerError = (error: unknown): boolean =>
  error instanceof DatabaseError && !/^(08|57P0)/.test(error.code ?? '')
