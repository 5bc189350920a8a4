import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

export default defineFunction({
  name: 'alerts.make-push-key',
  summary: 'Makes the pair of keys by which push services know this portal, where there is none.',
  domain: alerts,
  at: 'start',
  async run(_input, ctx) {
    if (await ctx.db.selectFrom('push_key').select('one').executeTakeFirst()) return
    const { default: webPush } = await import('web-push')
    const { publicKey, privateKey } = webPush.generateVAPIDKeys()
    await ctx.write((tx) =>
      tx
        .insertInto('push_key')
        .values({ public_key: publicKey, sealed_private_key: ctx.seal(privateKey) })
        .onConflict((oc) => oc.doNothing())
        .execute(),
    )
  },
})
