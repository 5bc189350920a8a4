import type { Kysely } from 'kysely'
import { setTimeout as wait } from 'node:timers/promises'
import { GetConnection } from '../../contracts/services.ts'
import { InstallInOverseerr, InstallWebhook } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { webhooks, type WebhookTables } from './domain.ts'
import { toWebhook } from './door.ts'
import { toldOf } from './install-told.ts'

/** How long a test that was delivered may take to be noted here, and one of which Seerr says that it was not. */
const WAIT_MS = 8000
const DOUBT_MS = 1000
const EVERY_MS = 100

const IN_PLEX =
  'Plex takes webhooks from the account that owns the server, with Plex Pass: open app.plex.tv, Account settings, Webhooks, add one and paste the address.'

export default defineFunction({
  name: 'webhooks.install',
  summary: 'Writes our address into the service, has it send its test and says whether that arrived.',
  domain: webhooks,
  acts: InstallWebhook,
  calls: [InstallInOverseerr, GetConnection],
  timeout: '14s',
  async run({ source, baseUrl }, ctx) {
    if (source === 'plex') return ctx.refuse('CONFLICT', IN_PLEX)
    const door = await ctx.db.selectFrom('door').selectAll().where('source', '=', source).executeTakeFirst()
    if (!door) return ctx.refuse('NOT_FOUND')
    const { url } = toWebhook(door, baseUrl, (sealed) => ctx.open(sealed))
    const { tested } = await ctx.call(InstallInOverseerr, { url })
    const verified = await arrives(ctx, source, door.last_received_at, tested ? WAIT_MS : DOUBT_MS)
    const at = await ctx.call(GetConnection, { name: 'overseerr' }).catch(() => null)
    return { installed: true, verified, message: toldOf({ tested, verified, baseUrl, seerrUrl: at?.url ?? null }) }
  },
})

/** Whether something came through the door since then. */
async function arrives(
  { db, signal }: { db: Kysely<WebhookTables>; signal: AbortSignal },
  source: WebhookTables['door']['source'],
  since: Date | null,
  patienceMs: number,
): Promise<boolean> {
  for (const end = performance.now() + patienceMs; ;) {
    const door = await db.selectFrom('door').select('last_received_at').where('source', '=', source).executeTakeFirst()
    if ((door?.last_received_at?.getTime() ?? 0) > (since?.getTime() ?? 0)) return true
    if (performance.now() > end) return false
    await wait(EVERY_MS, undefined, { signal })
  }
}
