import type { Generated } from 'kysely'
import { defineDomain } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'
import { from } from './migrations/0002-from.ts'

/** The index over the streams, which stay the truth: it can be dropped and read anew. */
export interface JournalTables {
  entry: {
    /** Order of arrival in the index; settles ties of time. */
    position: Generated<string>
    id: string
    seq: string
    kind: 'event' | 'command' | 'dead-letter'
    type: string
    /** The last word of the type: `approved`. */
    fact: string
    version: number
    domain: string
    key: string
    time: Date
    actor: string
    /** Their name and address, sealed under their own key. */
    sealed_from: string | null
    correlation_id: string
    causation_id: string | null
    /** JSON as text: it may hold what `jsonb` refuses. */
    data: string
  }
}

export const journal = defineDomain<JournalTables>({
  name: 'journal',
  migrations: { '0001_init': init, '0002_from': from },
})
