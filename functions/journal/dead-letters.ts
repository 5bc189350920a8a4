import { sql } from 'kysely'
import { z } from 'zod'
import { type DeadLetter, ListDeadLetters } from '../../contracts/journal.ts'
import { defineFunction } from '../../bus/index.ts'
import { fromCursor, toCursor } from './cursor.ts'
import { journal } from './domain.ts'
import type { Row } from './to-entry.ts'

const Letter = z.object({
  function: z.string(),
  messageId: z.string(),
  attempts: z.number(),
  error: z.object({ code: z.string(), message: z.string() }),
})

type LetterRow = Row & { redone_at: Date | null }

function toDeadLetter(row: LetterRow): DeadLetter {
  const letter = Letter.parse(JSON.parse(row.data))
  return {
    id: row.id,
    function: letter.function,
    type: row.type,
    key: row.key,
    messageId: letter.messageId,
    time: row.time.toISOString(),
    attempts: letter.attempts,
    error: { code: letter.error.code, message: letter.error.message },
    correlationId: row.correlation_id,
    redoneAt: row.redone_at?.toISOString() ?? null,
  }
}

export default defineFunction({
  name: 'journal.dead-letters',
  summary: 'Gives a page of the dead letters with when they were redone.',
  domain: journal,
  answers: ListDeadLetters,
  async run({ state, limit, cursor }, ctx) {
    const after = cursor === undefined ? undefined : fromCursor(cursor)
    if (cursor !== undefined && !after) return ctx.refuse('INVALID', 'That cursor is none of ours.')
    const { rows } = await sql<LetterRow>`
      select * from (
        select e.*, (select max(r.time) from entry r where r.type = 'journal.redone' and r.key = e.id::text) as redone_at
        from entry e
        where e.kind = 'dead-letter'
          ${after ? sql`and (e.time, e.position) < (${after.time}, ${after.position}::bigint)` : sql``}) letter
      ${state === 'open' ? sql`where redone_at is null` : sql``}
      order by time desc, position desc limit ${limit + 1}`.execute(ctx.db)
    const items = rows.slice(0, limit)
    const last = items.at(-1)
    return {
      items: items.map(toDeadLetter),
      nextCursor: rows.length > limit && last ? toCursor(last) : null,
    }
  },
})
