import type { Condition } from '../../../contracts/alerts.ts'

/** Whether a value is beyond its limit; what is not known is not. */
export function exceeds(condition: Condition, value: number | null): boolean {
  if (condition.kind !== 'threshold' || value === null) return false
  return condition.above === undefined ? value < (condition.below ?? -Infinity) : value > condition.above
}
