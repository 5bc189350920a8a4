import type { Transaction } from 'kysely'
import type { InputOf } from '../../contracts/define.ts'
import type { UpstreamTurned } from '../../contracts/media-requests.ts'
import type { RequestTables } from './domain.ts'

type Tx = Transaction<RequestTables>
type Announce = (turned: InputOf<typeof UpstreamTurned>) => unknown

/** Systems that requests go through; whoever asked one notes whether it answered. */
export type UpstreamName = 'seerr' | 'radarr' | 'sonarr' | 'lidarr'

/**
 * Notes that a system answered. When it had not answered before, that is announced, and whoever waits for it goes on.
 * Cheap when nothing is new.
 */
export async function noteUp(tx: Tx, name: UpstreamName, announce: Announce): Promise<void> {
  const known = await tx.selectFrom('upstream').select('down_since').where('name', '=', name).executeTakeFirst()
  if (known && known.down_since === null) return
  const now = new Date()
  const before = await locked(tx, name)
  const set = { down_since: null, message: null, up_since: now }
  await tx.updateTable('upstream').set(set).where('name', '=', name).execute()
  if (before.down_since === null) return
  const downSince = before.down_since.toISOString()
  announce({ service: name, up: true, downSince, at: now.toISOString(), message: null })
}

/** Notes that a system did not answer, in words; announced once until it is back. */
export async function noteDown(tx: Tx, name: UpstreamName, message: string, announce: Announce): Promise<void> {
  const known = await tx.selectFrom('upstream').select('message').where('name', '=', name).executeTakeFirst()
  if (known?.message === message) return
  const now = new Date()
  const before = await locked(tx, name)
  await tx
    .updateTable('upstream')
    .set({ message, ...(before.down_since === null ? { down_since: now } : {}) })
    .where('name', '=', name)
    .execute()
  if (before.down_since !== null) return
  announce({ service: name, up: false, downSince: now.toISOString(), at: now.toISOString(), message })
}

async function locked(tx: Tx, name: UpstreamName) {
  await tx
    .insertInto('upstream')
    .values({ name })
    .onConflict((oc) => oc.doNothing())
    .execute()
  const row = tx.selectFrom('upstream').select('down_since').where('name', '=', name).forUpdate()
  return await row.executeTakeFirstOrThrow()
}
