import { pino } from 'pino'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { allStreams, streamName } from '../../bus/nats/streams.ts'
import { type Check, fail, ok, patiently, reasonOf, warn } from './check.ts'

/** Percent from which on a stream that refuses work when it is full, or forgets the oldest, is worth a look. */
const NEARLY_FULL = 80
const FULL = 98

/** How full the streams are. Connects as the portal does, so a wrong password shows here. */
export async function streams(url: string, namespace: string): Promise<Check> {
  const name = 'streams'
  let link: NatsLink | undefined
  try {
    const connecting = connectNats(url, namespace, pino({ level: 'silent' }))
    const connected = await patiently(connecting)
    link = connected
    const levels = await Promise.all(allStreams.map((stream) => levelOf(connected, streamName(connected, stream))))
    return judged(name, levels)
  } catch (error) {
    return fail(name, `The streams cannot be read: ${reasonOf(error)}.`)
  } finally {
    void link?.nc.close()
  }
}

/** A stream and how full it is; `percent` is undefined for one that is not there. */
export interface Level {
  stream: string
  percent: number | undefined
  /** What happens when it is full. */
  refuses: boolean
}

async function levelOf(link: NatsLink, stream: string): Promise<Level> {
  const info = await link.jsm.streams.info(stream).catch(() => undefined)
  const label = stream.slice(link.namespace.length + 1)
  if (!info) return { stream: label, percent: undefined, refuses: false }
  const { max_bytes: most, discard } = info.config
  const percent = most > 0 ? (info.state.bytes / most) * 100 : 0
  return { stream: label, percent, refuses: discard === 'new' }
}

/** A full stream that refuses work is a failure; one that forgets its oldest is not, but they go before their time. */
export function judged(name: string, levels: readonly Level[]): Check {
  const missing = levels.filter(({ percent }) => percent === undefined).map(({ stream }) => stream)
  if (missing.length > 0) return fail(name, `${missing.join(', ')} not there: the next start of the portal makes them.`)
  const listed = levels
    .map(({ stream, percent = 0 }) => `${stream} ${percent < 1 ? '<1' : Math.floor(percent)} %`)
    .join(', ')
  const over = (from: number, refuses: boolean) =>
    levels.filter((level) => level.refuses === refuses && (level.percent ?? 0) >= from).map(({ stream }) => stream)
  if (over(FULL, true).length > 0)
    return fail(name, `${listed}: ${over(FULL, true).join(', ')} is full and refuses new work. Make room on the disk.`)
  if (over(NEARLY_FULL, true).length > 0)
    return warn(name, `${listed}: ${over(NEARLY_FULL, true).join(', ')} refuses new work when it is full.`)
  if (over(FULL, false).length > 0)
    return warn(name, `${listed}: the oldest in ${over(FULL, false).join(', ')} go before their time.`)
  return ok(name, `${listed} full.`)
}
