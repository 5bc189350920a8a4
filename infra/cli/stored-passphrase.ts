import { withClient, sealerOf } from '../keys/open-keys.ts'
import { WrongHouseKey } from '../keys/ring.ts'
import { findHouseKey } from './house-key.ts'

/** The pass phrase of backups as the settings have it; undefined where none is set or no key is here that opens it. */
export async function storedPassphrase(databaseUrl: string, dataDir: string): Promise<string | undefined> {
  const sealed = await withClient(databaseUrl, async (db) => {
    const { rows: tables } = await db.query<{ exists: boolean }>(
      "select to_regclass('settings.setting') is not null as exists",
    )
    if (!tables[0]?.exists) return null
    const { rows } = await db.query<{ sealed: string | null }>(
      "select sealed from settings.setting where section = 'backup' and key = 'passphrase'",
    )
    return rows[0]?.sealed ?? null
  })
  const houseKey = sealed === null ? undefined : await findHouseKey(dataDir)
  if (sealed === null || houseKey === undefined) return undefined
  try {
    return (await sealerOf(databaseUrl, houseKey)).open(sealed)
  } catch (error) {
    if (error instanceof WrongHouseKey) return undefined
    throw error
  }
}
