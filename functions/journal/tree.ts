import { sql } from 'kysely'
import { ReadTree } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { buildTree } from './build-tree.ts'
import { journal } from './domain.ts'
import { type Row, toEntry } from './to-entry.ts'

const MOST = 500

export default defineFunction({
  name: 'journal.tree',
  summary: 'Follows causes up to the first and consequences down to the last.',
  domain: journal,
  answers: ReadTree,
  async run({ id }, ctx) {
    const up = await sql<{ id: string }>`
      with recursive cause as (
        select id, causation_id, 0 as depth from entry where id = ${id}
        union all
        select e.id, e.causation_id, c.depth + 1 from entry e join cause c on e.id = c.causation_id where c.depth < 200)
      select id from cause order by depth desc limit 1`.execute(ctx.db)
    const rootId = up.rows[0]?.id
    if (!rootId) return ctx.refuse('NOT_FOUND')
    const down = await sql<Row>`
      with recursive consequence as (
        select id, 0 as depth from entry where id = ${rootId}
        union
        select e.id, c.depth + 1 from entry e join consequence c on e.causation_id = c.id where c.depth < 200)
      select e.* from entry e join (select distinct id from consequence limit ${MOST + 1}) c using (id)`.execute(ctx.db)
    const entries = await Promise.all(down.rows.slice(0, MOST).map((row) => toEntry(row, ctx)))
    const root = buildTree(entries, rootId)
    if (!root) return ctx.refuse('NOT_FOUND')
    return { entryId: id, root, truncated: down.rows.length > MOST }
  },
})
