import { WebhookReceived } from '../../contracts/webhooks.ts'
import { type AnyFunction, defineFunction, hasStated, hear } from '../../bus/index.ts'
import { decide } from './decide.ts'
import { library } from './domain.ts'
import { type Fact, FACTS } from './facts.ts'
import { parseWebhook, type Reading } from './parse-webhook.ts'

/** Turns raw Plex webhooks into facts, with the given parser; tests give an older one. */
export const onPlex = (parse: (body: string) => Reading): AnyFunction =>
  defineFunction({
    name: 'library.on-plex',
    summary: 'Turns a webhook of Plex into what happened to an item or a server.',
    domain: library,
    on: WebhookReceived,
    onlyKey: 'plex',
    startAt: 'beginning',
    emits: Object.values(FACTS),
    async run(hook, ctx) {
      const origin = hook.origin ?? { id: ctx.meta.id, receivedAt: hook.receivedAt, order: ctx.meta.seq }
      const receivedAt = new Date(origin.receivedAt)
      const decision = decide(parse(hook.body), { id: origin.id, receivedAt, body: hook.body })
      await ctx.write(async (tx) => {
        if (decision.word === 'not-understood' && (await hasStated(tx, origin.id))) return
        const heard = await hear(tx, {
          ...decision,
          receivedAt,
          order: origin.order,
          originId: origin.id,
          messageId: ctx.meta.id,
          correlationId: ctx.meta.correlationId,
        })
        for (const { fact, version, options } of heard.announce) {
          const { type, data } = fact as Fact
          // the compiler saw it where it was decided; the bus checks it against the contract
          ctx.emit(FACTS[type], { ...data, version }, options)
        }
      })
    },
  })

export default onPlex(parseWebhook)
