import { isDeepStrictEqual } from 'node:util'
import { CurrentSettings } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { addToHistory, publish } from './change.ts'
import { settings } from './domain.ts'
import { readStand } from './rows.ts'
import { settingsInForce } from './stand.ts'

export default defineFunction({
  name: 'settings.publish-on-start',
  summary: 'Lets every process know the settings in force, and begins the history.',
  domain: settings,
  at: 'start',
  async run(_input, ctx) {
    const known = await ctx
      .state(CurrentSettings)
      .get('current')
      .catch(() => null)
    const current = await ctx.write(async (tx) => {
      const row = await tx.selectFrom('current').select('version').forUpdate().executeTakeFirstOrThrow()
      const stand = await readStand(tx)
      const values = settingsInForce(stand)
      // a database restored from an older copy is the truth all the same
      const outdone = known !== null && known.version >= row.version && !isDeepStrictEqual(known.values, values)
      const version = outdone ? known.version + 1 : row.version
      if (outdone) await tx.updateTable('current').set({ version }).execute()
      const begun = await tx.selectFrom('change').select('position').limit(1).executeTakeFirst()
      // what the first change can be taken back to
      if (!begun) await addToHistory(tx, { now: ctx.now(), actor: 'system', changes: [], stand })
      return { version, values }
    })
    await publish(ctx, current)
  },
})
