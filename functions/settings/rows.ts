import type { Kysely, Selectable, Transaction } from 'kysely'
import { isDeepStrictEqual } from 'node:util'
import type { ServiceName } from '../../contracts/services.ts'
import type { SettingsTables } from './domain.ts'
import type { ServiceSettings, Stand, StoredSetting } from './stand.ts'

export type ServiceRow = Selectable<SettingsTables['service']>

/** A service that is connected, as it is stored; undefined for one that is not. */
export const connected = (row: ServiceRow | undefined): ServiceSettings | undefined =>
  row?.url == null ? undefined : { url: row.url, enabled: row.enabled, config: row.config, sealed: row.sealed }

/** Everything as it is set now. */
export async function readStand(db: Kysely<SettingsTables>): Promise<Stand> {
  const rows = await db.selectFrom('setting').selectAll().orderBy('section').orderBy('key').execute()
  const services = await db.selectFrom('service').selectAll().orderBy('name').execute()
  return {
    settings: Object.fromEntries(
      rows.map(({ section, key, value, sealed }): [string, StoredSetting] => [
        `${section}.${key}`,
        sealed === null ? { value } : { sealed },
      ]),
    ),
    services: Object.fromEntries(
      services.flatMap((row): [ServiceName, ServiceSettings][] => {
        const service = connected(row)
        return service ? [[row.name, service]] : []
      }),
    ),
  }
}

interface Written {
  now: Date
  actor: string
}

/** Writes what differs. Gives the new versions of the services that were changed. */
export async function writeStand(
  tx: Transaction<SettingsTables>,
  before: Stand,
  after: Stand,
  by: Written,
): Promise<Map<ServiceName, number>> {
  for (const path of keysOf(before.settings, after.settings)) {
    const stored = after.settings[path]
    if (isDeepStrictEqual(before.settings[path], stored)) continue
    const [section = '', key = ''] = path.split('.')
    if (stored === undefined) {
      await tx.deleteFrom('setting').where('section', '=', section).where('key', '=', key).execute()
      continue
    }
    const value = 'value' in stored ? { value: JSON.stringify(stored.value), sealed: null } : { value: null, ...stored }
    await tx
      .insertInto('setting')
      .values({ section, key, ...value })
      .onConflict((oc) => oc.columns(['section', 'key']).doUpdateSet(value))
      .execute()
  }
  const versions = new Map<ServiceName, number>()
  for (const name of keysOf(before.services, after.services) as ServiceName[])
    if (!isDeepStrictEqual(before.services[name], after.services[name]))
      versions.set(name, await writeService(tx, name, after.services[name], by))
  return versions
}

const keysOf = (...all: object[]): string[] => [...new Set(all.flatMap((one) => Object.keys(one)))]

async function writeService(
  tx: Transaction<SettingsTables>,
  name: ServiceName,
  service: ServiceSettings | undefined,
  { now, actor }: Written,
): Promise<number> {
  const fields = {
    url: service?.url ?? null,
    enabled: service?.enabled ?? false,
    config: JSON.stringify(service?.config ?? {}),
    sealed: JSON.stringify(service?.sealed ?? {}),
    updated_at: now,
    updated_by: actor,
  }
  const { version } = await tx
    .insertInto('service')
    .values({ name, ...fields, version: 1 })
    .onConflict((oc) => oc.column('name').doUpdateSet((eb) => ({ ...fields, version: eb('service.version', '+', 1) })))
    .returning('version')
    .executeTakeFirstOrThrow()
  return version
}
