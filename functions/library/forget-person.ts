import { sql } from 'kysely'
import { ForgetInLibrary } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { library } from './domain.ts'
import { forgetAccount } from './people/forget-account.ts'

export default defineFunction({
  name: 'library.forget-person',
  summary: 'Forgets what a person may see and watched, and their name and player in what Plex stated.',
  domain: library,
  acts: ForgetInLibrary,
  timeout: '2m',
  async run({ userId, names }, ctx) {
    await ctx.write(async (tx) => {
      await forgetAccount(tx, userId)
      await tx
        .updateTable('statement')
        .set({
          fact: sql<string>`jsonb_set(jsonb_set(fact::jsonb, '{data,person}', 'null'), '{data,player}', 'null')::text`,
        })
        .where(
          sql<boolean>`lower(fact::jsonb #>> '{data,person}') in (select lower(name) from unnest(${names}::text[]) name)`,
        )
        .execute()
    })
    return {}
  },
})
