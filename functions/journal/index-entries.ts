import { defineFunction } from '../../bus/index.ts'
import { journal } from './domain.ts'

export default defineFunction({
  name: 'journal.index-entries',
  summary: 'Keeps the index over all streams, so that every filter is quick.',
  domain: journal,
  projects: 'journal',
  async run(entries, ctx) {
    await ctx.write(async (tx) => {
      await tx
        .insertInto('entry')
        .values(
          entries.map((entry) => ({
            id: entry.id,
            seq: String(entry.seq),
            kind: entry.kind,
            type: entry.type,
            fact: entry.type.slice(entry.type.indexOf('.') + 1),
            version: entry.version,
            domain: entry.domain,
            key: entry.key,
            time: entry.time,
            actor: entry.actor,
            sealed_from: entry.sealedFrom,
            correlation_id: entry.correlationId,
            causation_id: entry.causationId,
            data: JSON.stringify(entry.data),
          })),
        )
        .onConflict((oc) => oc.column('id').doNothing())
        .execute()
    })
  },
})
