import type { ConfigChange, SettingDescription, ShownSettings } from '../../../contracts/settings.ts'
import { api } from '../../api.ts'
import { useAnswer, type Asked } from '../../state/use-answer.ts'

export interface Described {
  settings: SettingDescription[]
  values: ShownSettings
  /** Titles of the services by their names. */
  titles: ReadonlyMap<string, string>
  /** The latest changes, newest first. */
  changes: ConfigChange[]
}

async function fetchDescribed(): Promise<Described> {
  const [{ items }, values, services, history] = await Promise.all([
    api.describeConfig(),
    api.config(),
    api.listServices(),
    api.configHistory(),
  ])
  const titles = new Map(services.items.map(({ name, title }) => [name, title] as const))
  return { settings: items, values, titles, changes: history.items }
}

/** Every setting with its description and value, what services are called, and what was changed lately. */
export const useDescribed = (): Asked<Described> => useAnswer(fetchDescribed, ['settings.changed'])

/** The latest change in a section, as far as it is among the latest of all. */
export const lastChangeIn = (section: string, changes: readonly ConfigChange[]): ConfigChange | undefined =>
  changes.find(({ changes }) => changes.some(({ path }) => path.startsWith(`${section}.`)))
