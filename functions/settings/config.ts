import { GetConfig } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { settings } from './domain.ts'
import { readStand } from './rows.ts'
import { shownSettings } from './stand.ts'

export default defineFunction({
  name: 'settings.config',
  summary: 'Gives every setting, of secrets only whether they are set.',
  domain: settings,
  answers: GetConfig,
  run: async (_input, ctx) => shownSettings(await readStand(ctx.db)),
})
