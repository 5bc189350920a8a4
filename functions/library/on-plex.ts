import { LibraryChanged } from '../../contracts/plex-library.ts'
import { GetConnection } from '../../contracts/services.ts'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { type AnyFunction, defineFunction, hasStated, hear } from '../../bus/index.ts'
import { type Confirmation, confirm, keepTruth } from './confirm.ts'
import type { LibraryContext } from './context.ts'
import { decide, type Decision } from './decide.ts'
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
    calls: [GetConnection],
    // Plex is asked whether it is so
    timeout: '20s',
    async run(hook, ctx) {
      const origin = hook.origin ?? { id: ctx.meta.id, receivedAt: hook.receivedAt, order: ctx.meta.seq }
      const receivedAt = new Date(origin.receivedAt)
      const reading = parse(hook.body)
      const said = { id: origin.id, receivedAt, body: hook.body }
      const asIs = decide(reading, said)
      const found: Confirmation = (await isRepeat(ctx, asIs)) ? { is: 'foreign' } : await confirm(ctx, reading)
      const truth = found.is === 'true' ? found.truth : null
      const decision = truth ? decide(reading, said, truth) : asIs
      await ctx.write(async (tx) => {
        if (decision.word === 'not-understood' && (await hasStated(tx, origin.id))) return
        if (truth) await keepTruth(tx, truth)
        // the library is read as soon as it can be, and tells what this could not
        if (found.is === 'unknown') await tx.updateTable('server').set({ checked_at: null }).execute()
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
      if (truth) ctx.live(LibraryChanged, {})
    },
  })

/** Whether the very same was stated before, so that nothing is to be asked; what was added counts by what Plex says. */
async function isRepeat({ db }: Pick<LibraryContext, 'db'>, { lane, word, mark }: Decision): Promise<boolean> {
  if (word === 'added') return false
  const row = await db
    .selectFrom('statement')
    .select('lane')
    .where('lane', '=', lane)
    .where('word', '=', word)
    .where('mark', '=', mark)
    .executeTakeFirst()
  return row !== undefined
}

export default onPlex(parseWebhook)
