import type { Kysely, Transaction } from 'kysely'
import type { AuthTables } from '../domain.ts'
import { type DeviceKey, makeDeviceKey, parseDeviceKey } from './device-key.ts'

interface Context {
  readonly db: Kysely<AuthTables>
  seal(text: string): string
  open(sealed: string): string
  write<R>(work: (tx: Transaction<AuthTables>) => Promise<R>): Promise<R>
}

/** The device key of this house; null when it never had one. */
export async function knownHouseKey(ctx: Pick<Context, 'db' | 'open'>): Promise<DeviceKey | null> {
  const row = await ctx.db.selectFrom('installation').select('plex_device_key').executeTakeFirstOrThrow()
  return row.plex_device_key === null ? null : parseDeviceKey(ctx.open(row.plex_device_key))
}

/** The device key of this house, made at the first need. */
export async function houseKey(ctx: Context): Promise<DeviceKey> {
  const known = await knownHouseKey(ctx)
  if (known) return known
  const made = makeDeviceKey()
  await ctx.write(async (tx) => {
    await tx
      .updateTable('installation')
      .set({ plex_device_key: ctx.seal(JSON.stringify(made)) })
      .where('plex_device_key', 'is', null)
      .execute()
  })
  // two processes may have made one: what is stored counts
  return (await knownHouseKey(ctx)) ?? made
}
