import type { Transaction } from 'kysely'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { type AnyFunction, defineFunction, hasStated, hear, type Heard } from '../../bus/index.ts'
import { type Decision, decide } from './decide.ts'
import { requests, type RequestTables } from './domain.ts'
import { type Fact, FACTS } from './facts.ts'
import { withoutOwnWords } from './own-words.ts'
import { parseWebhook, type Reading } from './parse-webhook.ts'

/** Turns raw Overseerr/Seerr webhooks into facts, with the given parser; tests give an older one. */
export const onOverseerr = (parse: (body: string) => Reading): AnyFunction =>
  defineFunction({
    name: 'requests.on-overseerr',
    summary: 'Turns a webhook of Overseerr/Seerr into what happened to a request or an issue.',
    domain: requests,
    on: WebhookReceived,
    onlyKey: 'overseerr',
    startAt: 'beginning',
    emits: Object.values(FACTS),
    async run(hook, ctx) {
      const origin = hook.origin ?? { id: ctx.meta.id, receivedAt: hook.receivedAt, order: ctx.meta.seq }
      const receivedAt = new Date(origin.receivedAt)
      const decided = decide(parse(hook.body), { id: origin.id, receivedAt, body: hook.body })
      await ctx.write(async (tx) => {
        const decision = await withoutOwnWords(tx, decided, (sealed) => ctx.open(sealed))
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
        await keepState(tx, decision, heard)
      })
    },
  })

async function keepState(tx: Transaction<RequestTables>, { lane, stateOf }: Decision, heard: Heard): Promise<void> {
  if (stateOf === null) return
  const { word, version, receivedAt } = heard.newest
  await tx
    .insertInto('request_state')
    .values({ lane, ref: stateOf, word, version: String(version), occurred_at: receivedAt })
    .onConflict((oc) =>
      oc
        .column('lane')
        .doUpdateSet((eb) => ({
          word: eb.ref('excluded.word'),
          version: eb.ref('excluded.version'),
          occurred_at: eb.ref('excluded.occurred_at'),
        }))
        .whereRef('request_state.version', '<', 'excluded.version'),
    )
    .execute()
}

export default onOverseerr(parseWebhook)
