import { isIP } from 'node:net'
import { connect } from 'node:tls'

/**
 * Whether something at this address shakes hands by TLS, whatever its certificate is worth; nothing is sent after that.
 * False also when nobody answers within 2 s.
 */
export function speaksTls(url: string, signal: AbortSignal): Promise<boolean> {
  const { hostname, port, protocol } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || (protocol === 'https:' ? 443 : 80)),
      ...(isIP(host) ? {} : { servername: host }),
      rejectUnauthorized: false,
      timeout: 2000,
    })
    const end = (spoke: boolean) => (): void => {
      signal.removeEventListener('abort', abort)
      socket.destroy()
      resolve(spoke)
    }
    const abort = end(false)
    signal.addEventListener('abort', abort)
    socket.once('secureConnect', end(true)).once('timeout', abort).once('error', abort).once('close', abort)
  })
}
