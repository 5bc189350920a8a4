import { type Transaction, sql } from 'kysely'
import { circleOf } from './because.ts'
import type { StatusTables } from './domain.ts'
import { resolverProblem } from './kinds/dns.ts'
import { jsonPathProblem } from './kinds/json-path.ts'
import type { CheckOptions } from '../../contracts/monitor.ts'
import { lockRecording } from './record.ts'

export interface Problem {
  code: 'INVALID' | 'CONFLICT'
  message: string
}

/** Why a monitor may not depend on others as it wants to, null when it may. Nobody else changes that until the commit. */
export async function dependencyProblem(
  tx: Transaction<StatusTables>,
  own: { id: string; name: string; dependsOn: readonly string[] },
): Promise<Problem | null> {
  if (own.dependsOn.length === 0) return null
  await lockRecording(tx)
  const rows = await tx
    .selectFrom('monitor')
    .select(['id', 'name', 'depends_on'])
    .where(sql<boolean>`cardinality(depends_on) > 0 or id = any(${own.dependsOn}::uuid[])`)
    .execute()
  const others = new Map(rows.map(({ id, name, depends_on: dependsOn }) => [id, { name, dependsOn }]))
  const missing = own.dependsOn.find((id) => id !== own.id && !others.has(id))
  if (missing !== undefined)
    return { code: 'INVALID', message: `There is no monitor ${missing} that it could depend on.` }
  const circle = circleOf(own, others)
  if (!circle) return null
  const message =
    circle.length === 2
      ? `"${own.name}" cannot depend on itself.`
      : `That would be a circle: ${circle.map((name) => `"${name}"`).join(' depends on ')}.`
  return { code: 'CONFLICT', message }
}

/** Why options cannot be used, beyond what their contract says; null when they can. */
export function optionsProblem({ jsonPath, resolver }: CheckOptions = {}): Problem | null {
  const problem = jsonPath === undefined ? null : jsonPathProblem(jsonPath)
  if (problem !== null) return { code: 'INVALID', message: `${jsonPath} is no JSONPath: ${problem}` }
  const stranger = resolver === undefined ? null : resolverProblem(resolver)
  return stranger === null ? null : { code: 'INVALID', message: stranger }
}
