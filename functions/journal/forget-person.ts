import { ForgetInJournal } from '../../contracts/people.ts'
import { defineFunction } from '../../bus/index.ts'
import { journal } from './domain.ts'
import { namesSomebody } from './names-somebody.ts'

export default defineFunction({
  name: 'journal.forget-person',
  summary: 'Deletes raw webhooks that name a person, from the streams and from the index.',
  domain: journal,
  acts: ForgetInJournal,
  timeout: '2m',
  async run({ names }, ctx) {
    const gone = await ctx.expungeWebhooks((body) => namesSomebody(body, names))
    await ctx.write(async (tx) => {
      if (gone.length > 0) await tx.deleteFrom('entry').where('id', 'in', gone).execute()
    })
    return { deleted: gone.length }
  },
})
