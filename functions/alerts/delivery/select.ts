import type { Alert, Selection } from '../../../contracts/alerts.ts'

/** Whether a channel wants to know of an alert. No selection is every alert. */
export function selects(selection: Selection | null, { severity, subject, labels }: Alert): boolean {
  if (selection === null) return true
  const { severities, groups, serviceIds, labels: wanted } = selection
  if (severities && !severities.includes(severity)) return false
  const inGroup = subject.group !== null && groups?.includes(subject.group)
  const named = subject.kind === 'service' && serviceIds?.includes(subject.id)
  // as the scope of a rule has it: those of the groups, and the named ones
  if ((groups ?? serviceIds) && !inGroup && !named) return false
  return Object.entries(wanted ?? {}).every(([name, value]) => labels[name] === value)
}
