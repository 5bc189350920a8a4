import { connect } from 'node:net'
import { z } from 'zod'
import { compareVersions, NATS_FLOOR } from '../embedded/nats-version.ts'
import { type Check, fail, hostOf, ok, patiently, PATIENCE_MS, reasonOf, warn } from './check.ts'

const Info = z.object({ version: z.string(), jetstream: z.boolean().default(false) })

/** The server itself: it says its version to whoever connects, before any password. */
export async function nats(url: string): Promise<Check> {
  const name = 'NATS'
  const host = hostOf(url)
  try {
    const { version, jetstream } = Info.parse(JSON.parse(await patiently(greeting(host))))
    if (compareVersions(version, NATS_FLOOR) < 0)
      return fail(name, `nats-server ${version} at ${host} loses streams when it crashes: take ${NATS_FLOOR} or newer.`)
    if (!jetstream) return fail(name, `nats-server ${version} at ${host} runs without JetStream: switch it on.`)
    return ok(name, `nats-server ${version} answers at ${host}.`)
  } catch (error) {
    return fail(name, `NATS at ${host} cannot be asked: ${reasonOf(error)}.`)
  }
}

/** The JSON of the first line, `INFO {…}`. */
function greeting(host: string): Promise<string> {
  const { hostname, port } = new URL(`nats://${host}`)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 4222) })
    let text = ''
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('it does not answer')))
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const end = text.indexOf('\r\n')
      if (end < 0 && text.length < 65_536) return
      socket.destroy()
      if (text.startsWith('INFO ')) resolve(text.slice(5, end))
      else reject(new Error('what answers is no nats-server'))
    })
    socket.once('error', reject)
    socket.once('close', () => reject(new Error('it hung up')))
  })
}

const JetStream = z.object({
  config: z.object({ sync_interval: z.number().optional(), sync_always: z.boolean().optional() }),
})

/** Whether a message is on the disk when it is acknowledged: `flushes`, `lazy` or `unknown` (DESIGN, section 5). */
export async function flushing(monitorUrl: string | undefined): Promise<Check> {
  const name = 'flushing'
  if (monitorUrl === undefined) {
    const how = 'give NATS_MONITOR_URL to find out, and sync_interval: always to the server'
    return warn(name, `unknown: where the server is watched is not known; ${how}.`)
  }
  try {
    const response = await fetch(new URL('/jsz?config=true', monitorUrl), { signal: AbortSignal.timeout(PATIENCE_MS) })
    const { config } = JetStream.parse(await response.json())
    if (config.sync_always === true) return ok(name, 'flushes: a message is acknowledged when the disk has it.')
    const seconds = (config.sync_interval ?? 120_000_000_000) / 1e9
    return warn(
      name,
      `lazy: a power cut may take the last ${seconds} s of acknowledged messages. Set sync_interval: always in jetstream {}.`,
    )
  } catch (error) {
    const reason = error instanceof z.ZodError ? 'it shows no JetStream configuration' : reasonOf(error)
    return warn(name, `unknown: ${hostOf(monitorUrl)} could not be asked (${reason}).`)
  }
}
