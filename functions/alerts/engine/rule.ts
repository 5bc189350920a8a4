import type { Selectable } from 'kysely'
import { type AlertRule, type Condition, METRICS, parseCondition } from '../../../contracts/alerts.ts'
import type { EngineTables } from './tables.ts'
import type { Watch } from './evaluate.ts'

export type RuleRow = Selectable<EngineTables['rule']>

/** A rule as the engine uses it. */
export interface Rule {
  id: string
  name: string
  severity: AlertRule['severity']
  labels: Record<string, string>
  scope: AlertRule['scope']
  condition: Condition
  watch: Watch
}

/** Null for a condition that this version does not understand. */
export function toRule(
  row: Pick<RuleRow, 'id' | 'name' | 'severity' | 'labels' | 'scope' | 'kind' | 'condition'>,
): Rule | null {
  const parsed = parseCondition(row.kind, row.condition)
  if (!parsed.success) return null
  const { id, name, severity, labels, scope } = row
  const condition = { kind: row.kind, ...parsed.data } as Condition
  return { id, name, severity, labels, scope, condition, watch: watchOf(condition) }
}

const watchOf = (condition: Condition): Watch => ({
  forMs: condition.kind === 'security' ? 0 : condition.forSeconds * 1000,
  worst: condition.kind === 'threshold' && condition.below !== undefined ? 'low' : 'high',
})

/** Whether a rule watches a service: without a scope all, else those of its groups and the named ones. */
export function inScope({ scope }: Pick<Rule, 'scope'>, service: { id: string; group: string | null }): boolean {
  if (!scope.groups && !scope.serviceIds) return true
  return (
    (scope.serviceIds?.includes(service.id) ?? false) ||
    (service.group !== null && (scope.groups?.includes(service.group) ?? false))
  )
}

/** Whether it looks at services; else at the house or at security events. */
export const ofServices = ({ condition }: Pick<Rule, 'condition'>): boolean =>
  condition.kind === 'state' || (condition.kind === 'threshold' && METRICS[condition.metric].of === 'service')

export const toAlertRule = (row: RuleRow): AlertRule => ({
  id: row.id,
  name: row.name,
  kind: row.kind,
  condition: row.condition,
  severity: row.severity,
  enabled: row.enabled,
  labels: row.labels,
  scope: row.scope,
  shipped: row.shipped,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})
