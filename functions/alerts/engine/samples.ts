import { sql } from 'kysely'
import type { Engine } from './engine.ts'

export interface Sample {
  metric: string
  subjectId: string
  value: number | null
}

/** Remembers measured values for back-tests and fits, a row where one changed. */
export async function recordSamples(engine: Engine, samples: readonly Sample[]): Promise<void> {
  if (samples.length === 0) return
  const metrics = [...new Set(samples.map(({ metric }) => metric))]
  const { rows } = await sql<{ metric: string; subject_id: string; value: number | null }>`
    select distinct on (metric, subject_id) metric, subject_id, value from sample
    where metric = any(${metrics}::text[]) order by metric, subject_id, at desc`.execute(engine.tx)
  const last = new Map(rows.map((row) => [`${row.metric} ${row.subject_id}`, row.value]))
  const changed = samples.filter(({ metric, subjectId, value }) => {
    const before = last.get(`${metric} ${subjectId}`)
    return before === undefined ? value !== null : before !== value
  })
  if (changed.length === 0) return
  await engine.tx
    .insertInto('sample')
    .values(changed.map(({ metric, subjectId, value }) => ({ metric, subject_id: subjectId, at: engine.now, value })))
    .onConflict((conflict) =>
      conflict.columns(['metric', 'subject_id', 'at']).doUpdateSet({ value: sql`excluded.value` }),
    )
    .execute()
}
