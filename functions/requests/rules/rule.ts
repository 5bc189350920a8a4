import { type Kysely, type Selectable, sql } from 'kysely'
import type { ApprovalCondition, ApprovalRule } from '../../../contracts/request-rules.ts'
import type { RequestTables } from '../domain.ts'
import type { ApprovalRuleTable } from '../tables.ts'

export type RuleRow = Selectable<ApprovalRuleTable>

export const toRule = (row: RuleRow, approved: number): ApprovalRule => ({
  id: row.id,
  name: row.name,
  enabled: row.enabled,
  condition: row.condition,
  approved,
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
})

/** How many requests each rule approved. */
export async function approvedBy(db: Kysely<RequestTables>): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('rule_approval')
    .select((eb) => ['rule_id', eb.fn.countAll<string>().as('count')])
    .groupBy('rule_id')
    .execute()
  return new Map(rows.map(({ rule_id, count }) => [rule_id, Number(count)]))
}

/** Rules by name, whatever its case: the order in which they are asked. */
export const rulesByName = (db: Kysely<RequestTables>): Promise<RuleRow[]> =>
  db
    .selectFrom('approval_rule')
    .selectAll()
    .orderBy(sql`lower(name)`)
    .execute()

/** Another rule of that name; undefined when there is none. */
export const sameName = (db: Kysely<RequestTables>, name: string, but: string | null = null) =>
  db
    .selectFrom('approval_rule')
    .select('name')
    .where(sql`lower(name)`, '=', sql`lower(${name})`)
    .$if(but !== null, (query) => query.where('id', '<>', but))
    .executeTakeFirst()

export const taken = (name: string): string => `There is a rule called “${name}” already: choose another name.`

/** Two things that are asked for and that nothing fulfils together; null when all is well. */
export const contradiction = ({ fromYear, toYear }: ApprovalCondition): string | null =>
  fromYear !== undefined && toYear !== undefined && fromYear > toYear
    ? 'The first year is after the last one: nothing would ever fit.'
    : null
