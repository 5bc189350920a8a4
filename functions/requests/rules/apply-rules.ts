import { sql } from 'kysely'
import { ApproveRequest, RequestMoved } from '../../../contracts/media-requests.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { GetStandings } from '../../../contracts/standing.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { toKept } from '../media/details.ts'
import { fromDetails, remember } from '../media/titles.ts'
import { seerrOf } from '../seerr/connected.ts'
import { readMovie, readTv } from '../seerr/media.ts'
import { versionOf } from '../seerr/version.ts'
import { candidates, withRoles } from './facts.ts'
import { fits, needsDetails, WEEK_MS } from './fits.ts'
import { rulesByName } from './rule.ts'

const NAME = 'requests.apply-rules'

export default defineFunction({
  name: NAME,
  summary: 'Approves what began to wait for an admin and fits a rule.',
  domain: requests,
  on: RequestMoved,
  calls: [GetStandings, GetConnection],
  emits: [ApproveRequest],
  timeout: '30s',
  // a limit by the week counts what was approved before
  concurrency: { perProcess: 1, perKey: 'serial' },
  async run({ requestId, status, previousStatus }, ctx) {
    if (status !== 'pending' || previousStatus === 'pending') return
    const rules = (await rulesByName(ctx.db)).filter(({ enabled }) => enabled)
    if (rules.length === 0) return
    const [found] = await candidates(ctx.db, sql`request.id = ${requestId}`)
    if (!found || found.status !== 'pending') return
    const { mediaType } = found
    const lacking = mediaType !== 'music' && !found.hasDetails && rules.some(({ condition }) => needsDetails(condition))
    const news = lacking ? await readTitle(mediaType) : null
    const [person] = await withRoles([found], (contract, input) => ctx.call(contract, input))
    await ctx.write(async (tx) => {
      if (news) await remember(tx, [news])
      // one at a time across processes, so that a limit by the week holds
      await sql`select pg_advisory_xact_lock(hashtext('requests.apply-rules'))`.execute(tx)
      const [fresh] = await candidates(tx, sql`request.id = ${requestId}`)
      if (!fresh || fresh.status !== 'pending') return
      const facts = { ...fresh, role: person!.role }
      for (const rule of rules) {
        if (!fits(rule.condition, facts, await approvedInWeek(rule.id))) continue
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('rule_approval')
          .values({
            request_id: requestId,
            rule_id: rule.id,
            rule_name: rule.name,
            user_id: fresh.userId,
            at: fresh.at,
          })
          .onConflict((oc) => oc.doNothing())
          .executeTakeFirst()
        if (numInsertedOrUpdatedRows === 1n) ctx.emit(ApproveRequest, { id: requestId }, { actor: `function:${NAME}` })
        return
      }

      /** Of the same person by this rule, counted by when they asked, as the what-if does. */
      async function approvedInWeek(ruleId: string): Promise<number> {
        const row = await tx
          .selectFrom('rule_approval')
          .select((eb) => eb.fn.countAll<string>().as('count'))
          .where('rule_id', '=', ruleId)
          .where('at', '>', new Date(fresh!.at.getTime() - WEEK_MS))
          .where(sql<boolean>`user_id is not distinct from ${fresh!.userId}::uuid`)
          .executeTakeFirstOrThrow()
        return Number(row.count)
      }
    })

    /** What only details tell; null where nobody can say now, and then no rule that asks for it fits. */
    async function readTitle(kind: 'movie' | 'tv') {
      const [place] = await ctx.db.selectFrom('request').select('media_id').where('id', '=', requestId).execute()
      const seerr = await seerrOf(ctx)
      if (!seerr || !place) return null
      try {
        const patience = { signal: ctx.signal, timeoutMs: 8000 }
        const title = await (kind === 'movie' ? readMovie : readTv)(seerr, Number(place.media_id), patience)
        if (!title) return null
        const { offers4k } = await versionOf(seerr, ctx.signal)
        return fromDetails(kind, title, toKept(kind, title, offers4k[kind], ctx.now()))
      } catch (error) {
        if (error instanceof OutsideError) return null
        throw error
      }
    }
  },
})
