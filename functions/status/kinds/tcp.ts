import { once } from 'node:events'
import { connect } from 'node:net'
import type { Attempt } from './attempt.ts'

/** Connects and hangs up. */
export const probeTcp: Attempt = async ({ target }, signal) => {
  const colon = target.lastIndexOf(':')
  // an IPv6 address stands in brackets
  const host = target.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  const socket = connect({ host, port: Number(target.slice(colon + 1)) })
  try {
    await once(socket, 'connect', { signal })
    return null
  } finally {
    // what comes after the hanging up is nobody's concern, but an unheard error would end the process
    socket.on('error', () => {})
    socket.destroy()
  }
}
