import { SettingsChanged } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { publish } from './change.ts'
import { settings } from './domain.ts'
import { readStand } from './rows.ts'
import { settingsInForce } from './stand.ts'

export default defineFunction({
  name: 'settings.publish-changed',
  summary: 'Lets every process know changed settings, also when the process that changed them died on the way.',
  domain: settings,
  on: SettingsChanged,
  async run(_changed, ctx) {
    const current = await ctx.write(async (tx) => {
      // held, so that version and values belong together
      const { version } = await tx.selectFrom('current').select('version').forShare().executeTakeFirstOrThrow()
      return { version, values: settingsInForce(await readStand(tx)) }
    })
    await publish(ctx, current)
  },
})
