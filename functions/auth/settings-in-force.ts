import { type CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import type { StateStore } from '../../bus/index.ts'

/** The settings of this house; the defaults while nobody published any. */
export async function settingsInForce(store: StateStore<typeof CurrentSettings>): Promise<Settings> {
  return (await store.get('current'))?.values ?? Settings.parse({})
}
