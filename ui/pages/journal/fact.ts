import type { Entry } from '../../../contracts/journal.ts'
import type { IconName } from '../../parts/icons.ts'
import { t } from '../../messages.ts'

const DOMAIN_ICONS: Record<string, IconName> = {
  auth: 'user',
  journal: 'redo',
  library: 'library',
  requests: 'film',
  status: 'services',
  webhooks: 'webhooks',
}

type Stated = Pick<Entry, 'type' | 'kind' | 'data'>

/** An entry in plain words. */
export const factOf = ({ kind, type, data }: Stated): string =>
  kind === 'dead-letter' ? t.facts.deadType(type) : t.facts.sentence(type, data)

export const iconOf = ({ kind, domain }: Pick<Entry, 'kind' | 'domain'>): IconName =>
  kind === 'dead-letter' ? 'warning' : (DOMAIN_ICONS[domain] ?? 'activity')

/** A fact that only a webhook states. */
export const isUnconfirmed = ({ data }: Pick<Entry, 'data'>): boolean => data['confirmed'] === false

/** Handled again on demand: raw webhooks and dead letters. */
export const isRedoable = ({ kind, type }: Pick<Entry, 'kind' | 'type'>): boolean =>
  kind === 'dead-letter' || type === 'webhooks.received'
