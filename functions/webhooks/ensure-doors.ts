import { WebhookDoor, WebhookSource } from '../../contracts/webhooks.ts'
import { defineFunction } from '../../bus/index.ts'
import { webhooks } from './domain.ts'
import { newSecret, openDoor } from './door.ts'

export default defineFunction({
  name: 'webhooks.ensure-doors',
  summary: 'Gives every source its secret address, and lets the edge know the hashes.',
  domain: webhooks,
  at: 'start',
  async run(_input, ctx) {
    const store = ctx.state(WebhookDoor)
    const known = await Promise.all(WebhookSource.options.map((source) => store.get(source)))
    const doors = await ctx.write(async (tx) => {
      await tx
        .insertInto('door')
        .values(WebhookSource.options.map((source) => ({ source, secret: ctx.seal(newSecret()) })))
        .onConflict((oc) => oc.column('source').doNothing())
        .execute()
      // a database restored from an older copy has the older secret, and the rows are the truth
      for (const [i, source] of WebhookSource.options.entries())
        await tx
          .updateTable('door')
          .set({ version: (known[i]?.version ?? 0) + 1 })
          .where('source', '=', source)
          .where('version', '<', known[i]?.version ?? 0)
          .execute()
      return tx.selectFrom('door').selectAll().execute()
    })
    for (const door of doors) await openDoor(store, door, (sealed) => ctx.open(sealed))
  },
})
