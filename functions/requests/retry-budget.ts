import type { CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import type { StateStore } from '../../bus/index.ts'

/** How often what failed is handed on again by itself, as this house has it; the default while nobody published any. */
export const retryBudgetOf = async (store: StateStore<typeof CurrentSettings>): Promise<number> =>
  ((await store.get('current'))?.values ?? Settings.parse({})).requests.retryBudget
