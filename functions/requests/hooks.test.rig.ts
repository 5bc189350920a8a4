import { WebhookReceived } from '../../contracts/webhooks.ts'
import type { Recorded } from '../../bus/index.ts'
import { readJournal, streamBounds } from '../../bus/nats/journal.ts'
import { until } from '../../infra/test/fresh.ts'
import type { Rig } from '../../infra/test/rig.ts'

const NOON = Date.parse('2026-03-01T12:00:00.000Z')
let clock = 0

interface Posted {
  /** Milliseconds after noon; default one after the last. */
  at?: number
  origin?: { id: string; receivedAt: string; order: number } | undefined
}

/** Stores a raw body as the edge does. */
export async function post(rig: Rig, body: string | object, { at = ++clock, origin }: Posted = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const receivedAt = new Date(NOON + at).toISOString()
  const { id, seq } = await rig.client.publishEvent(
    WebhookReceived,
    { source: 'overseerr', contentType: 'application/json', sizeBytes: text.length, receivedAt, body: text, origin },
    rig.who,
  )
  return { id, receivedAt, order: seq }
}

/** Waits until every stored hook was handled, then gives all facts in the order of the journal, with their people named. */
export async function facts(rig: Rig): Promise<Recorded[]> {
  await until(
    async () => {
      const info = await rig.link.jsm.consumers.info(`${rig.namespace}_HOOK`, 'requests_on-overseerr')
      return info.num_pending === 0 && info.num_ack_pending === 0
    },
    { timeoutMs: 20_000, what: 'all hooks handled' },
  )
  const found: Recorded[] = []
  const { last } = await streamBounds(rig.link, 'events')
  if (last === 0) return found
  const reader = readJournal(rig.link, 'events', {}, async (entry) => {
    found.push({ ...entry, data: await rig.client.persons.showFields(entry.data) })
  })
  await until(() => found.at(-1)?.seq === last)
  await reader.stop()
  return found
}

/** Words in the order of versions: what a reader that keeps the newest goes through. */
export const words = (found: readonly Recorded[]): string[] =>
  found
    .map((fact) => ({ word: fact.type.split('.')[1]!, version: Number(fact.data['version']) }))
    .sort((a, b) => a.version - b.version)
    .map(({ word }) => word)

/** How many messages were given up. */
export async function deadLetters(rig: Rig): Promise<number> {
  return (await streamBounds(rig.link, 'dead-letters')).last
}

/** A body of Seerr's default template. */
export const said = (type: string, requestId: number, more: object = {}) => ({
  notification_type: type,
  subject: 'Solaris (1972)',
  media: { media_type: 'movie', tmdbId: '593', tvdbId: '', status: 'PENDING', status4k: 'UNKNOWN' },
  request: { request_id: String(requestId), requestedBy_username: 'kris', requestedBy_email: 'kris@station.test' },
  issue: null,
  comment: null,
  extra: [],
  ...more,
})
