import { GetPushKey } from '../../../contracts/notices.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'

export default defineFunction({
  name: 'alerts.push-key',
  summary: 'Gives the public key for web push.',
  domain: alerts,
  answers: GetPushKey,
  async run(_input, ctx) {
    const key = await ctx.db.selectFrom('push_key').select('public_key').executeTakeFirstOrThrow()
    return { publicKey: key.public_key }
  },
})
