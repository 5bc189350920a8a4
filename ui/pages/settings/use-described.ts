import type { SettingDescription, ShownSettings } from '../../../contracts/settings.ts'
import { api } from '../../api.ts'
import { useAnswer, type Asked } from '../../state/use-answer.ts'

export interface Described {
  settings: SettingDescription[]
  values: ShownSettings
  /** Titles of the services by their names. */
  titles: ReadonlyMap<string, string>
}

async function fetchDescribed(): Promise<Described> {
  const [{ items }, values, services] = await Promise.all([api.describeConfig(), api.config(), api.listServices()])
  return { settings: items, values, titles: new Map(services.items.map(({ name, title }) => [name, title])) }
}

/** Every setting with its description and value, and what services are called. */
export const useDescribed = (): Asked<Described> => useAnswer(fetchDescribed, ['settings.changed'])
