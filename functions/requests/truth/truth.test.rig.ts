import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import { Reconcile } from '../../../contracts/media-requests.ts'
import { ConfigureService } from '../../../contracts/services.ts'
import { WebhookReceived } from '../../../contracts/webhooks.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import type { AnyFunction, Recorded } from '../../../bus/index.ts'
import { readJournal, streamBounds } from '../../../bus/nats/journal.ts'
import { type SeerrStandIn, startSeerr } from '../../../infra/stand-ins/services.ts'
import { startStandIn } from '../../../infra/stand-ins/stand-in.ts'
import { until } from '../../../infra/test/fresh.ts'
import { functionsOf } from '../../../infra/test/functions.ts'
import { type Rig, startRig } from '../../../infra/test/rig.ts'
import { TEMPLATE } from '../seerr/webhook-template.ts'
import { truthFunctions } from './index.ts'

export type Family = NonNullable<Parameters<typeof startSeerr>[0]>

/** A portal's bus beside a Seerr whose notifications are stored as the edge does. */
export interface Truth {
  rig: Rig
  seerr: SeerrStandIn
  pool: pg.Pool
  /** Somebody here with an account at Plex, and their user at Seerr. */
  person(): Promise<{ id: string; username: string; seerrId: number }>
  /** Posts a raw body as Seerr would. */
  post(body: object): Promise<void>
  /** Waits until every webhook and every fact was handled. */
  settled(): Promise<void>
  reconcile(input?: InputOf<typeof Reconcile>): Promise<AnswerOf<typeof Reconcile>>
  /** Facts of one type, oldest first. */
  facts(type: string): Promise<Recorded[]>
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>
  stop(): Promise<void>
}

const HEARERS = truthFunctions
  .filter((fn) => 'on' in fn && fn.on.domain === 'requests')
  .map(({ name }) => name.replace('.', '_'))

/** How often in a row everything must be found handled. */
const CALM = 4

/** Readings in a row that Seerr may cut off. */
const FAILURES = 5

export async function startTruth(
  family: Family = 'seerr',
  options: NonNullable<Parameters<typeof startSeerr>[1]> = {},
  functions: readonly AnyFunction[] = functionsOf('settings', 'auth', 'requests'),
): Promise<Truth> {
  const rig = await startRig()
  const { pool } = await rig.host(functions)
  const seerr = await startSeerr(family, options)
  const post = async (body: object | string): Promise<void> => {
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const hook = { source: 'overseerr' as const, contentType: 'application/json', sizeBytes: text.length, body: text }
    await rig.client.publishEvent(WebhookReceived, { ...hook, receivedAt: new Date().toISOString() }, rig.who)
  }
  const door = await startStandIn(async (request) => {
    await post(await request.text())
    return new Response(null, { status: 202 })
  })
  const agent = { webhookUrl: door.url, authHeader: '', jsonPayload: JSON.stringify(TEMPLATE) }
  await fetch(`${seerr.url}/api/v1/settings/notifications/webhook`, {
    method: 'POST',
    headers: { 'x-api-key': seerr.key, 'content-type': 'application/json' },
    body: JSON.stringify({ enabled: true, types: 8190, options: agent }),
  })
  const found: Recorded[] = []
  const reader = readJournal(rig.link, 'events', {}, (entry) => void found.push(entry))
  const idle = async (stream: string, name: string): Promise<boolean> => {
    const info = await rig.link.jsm.consumers.info(`${rig.namespace}_${stream}`, name)
    return info.num_pending === 0 && info.num_ack_pending === 0
  }
  const rows = async <T>(sql: string, values: unknown[] = []): Promise<T[]> =>
    (await pool.query(sql, values)).rows as T[]
  const truth: Truth = {
    rig,
    seerr,
    pool,
    rows,
    post,
    async person() {
      const plexId = 1_000_000 + Math.trunc(Math.random() * 1e9)
      const username = `person-${randomUUID().slice(0, 8)}`
      const { rows: made } = await pool.query<{ id: string }>(
        "insert into auth.account (username, role, plex_id, plex_username) values ($1, 'user', $2, $1) returning id",
        [username, String(plexId)],
      )
      const user = seerr.seerr.addUser({ email: `${username}@example.test`, plexUsername: username, plexId })
      return { id: made[0]!.id, username, seerrId: user.id }
    },
    async settled() {
      await seerr.seerr.settled()
      let calm = 0
      await until(
        async () => {
          const idles = [idle('HOOK', 'requests_on-overseerr'), ...HEARERS.map((name) => idle('EVT', name))]
          calm = (await Promise.all(idles)).every(Boolean) ? calm + 1 : 0
          // a consumer hears of what was just stored a moment later
          return calm === CALM
        },
        { timeoutMs: 60_000, everyMs: 10, what: 'all webhooks and facts are handled' },
      )
    },
    async reconcile(input = {}) {
      // a reading that Seerr cut off is made up for by the next one, and it is after that that all must be right
      for (let left = FAILURES; ;) {
        const answer = await rig.client.ask(Reconcile, input, { ...rig.who, patienceMs: 60_000 })
        if (!answer.busy && !answer.more && answer.failed === null) return answer
        if (answer.failed !== null && left-- === 0) return answer
      }
    },
    async facts(type) {
      const { last } = await streamBounds(rig.link, 'events')
      await until(() => last === 0 || (found.at(-1)?.seq ?? 0) >= last, { what: 'the journal is read' })
      return found.filter((fact) => fact.type === type)
    },
    async stop() {
      await reader.stop()
      await rig.stop()
      await Promise.all([seerr.stop(), door.stop()])
    },
  }
  const { key, url } = seerr
  await rig.client.ask(ConfigureService, { name: 'overseerr', url, apiKey: key }, { ...rig.who, role: 'admin' })
  await until(async () => (await rows('select 1 from requests.upstream where whole_at is not null')).length > 0, {
    timeoutMs: 20_000,
    what: 'Seerr was read once',
  })
  return truth
}
