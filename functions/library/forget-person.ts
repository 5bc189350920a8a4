import { sql } from 'kysely'
import { ForgetInLibrary } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { library } from './domain.ts'

export default defineFunction({
  name: 'library.forget-person',
  summary: 'Forgets who played, watched and rated, and on which player, in what Plex stated.',
  domain: library,
  acts: ForgetInLibrary,
  timeout: '2m',
  async run({ names }, ctx) {
    await ctx.write((tx) =>
      tx
        .updateTable('statement')
        .set({
          fact: sql<string>`jsonb_set(jsonb_set(fact::jsonb, '{data,person}', 'null'), '{data,player}', 'null')::text`,
        })
        .where(
          sql<boolean>`lower(fact::jsonb #>> '{data,person}') in (select lower(name) from unnest(${names}::text[]) name)`,
        )
        .execute(),
    )
    return {}
  },
})
