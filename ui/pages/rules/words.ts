import { METRICS, type Metric } from '../../../contracts/alert-kinds.ts'
import type { AlertRule } from '../../../contracts/alerts.ts'
import { number } from '../../format/number.ts'
import { t } from '../../messages.ts'
import type { SecurityEvent } from './draft.ts'

const text = t.rules

/** The unit of a metric in words. */
export const unitOf = (metric: Metric): string => text.units[METRICS[metric].unit] ?? METRICS[metric].unit

/** A rule's condition in one sentence. */
export function conditionWords({ kind, condition }: Pick<AlertRule, 'kind' | 'condition'>): string {
  const { state, metric, above, below, events, forSeconds } = condition
  const hold = typeof forSeconds === 'number' ? forSeconds : 0
  if (kind === 'security') return text.says.security((events as SecurityEvent[]).map((one) => text.events[one] ?? one))
  if (kind === 'state') return text.says.state(state as 'offline', hold)
  const name = metric as Metric
  const limit = number((above ?? below) as number)
  const direction = above === undefined ? 'below' : 'above'
  return text.says.threshold(text.metrics[name] ?? name, direction, limit, unitOf(name), hold)
}

/** What a rule looks at. */
export function scopeWords({ kind, condition, scope }: Pick<AlertRule, 'kind' | 'condition' | 'scope'>): string {
  if (kind === 'security') return text.accounts
  const metric = condition['metric'] as Metric | undefined
  if (metric && METRICS[metric]?.of === 'house') return text.house
  const { groups = [], serviceIds = [] } = scope
  return groups.length + serviceIds.length > 0 ? text.scope(groups, serviceIds.length) : text.everywhere
}
