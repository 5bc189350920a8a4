import { UpdateConfig } from '../../contracts/settings.ts'
import { defineFunction } from '../../bus/index.ts'
import { ANNOUNCED, change } from './change.ts'
import { settings } from './domain.ts'
import { type GivenSettings, withSettings } from './merge.ts'
import { shownSettings } from './stand.ts'

export default defineFunction({
  name: 'settings.update',
  summary: 'Changes settings, all that are named or none.',
  domain: settings,
  acts: UpdateConfig,
  emits: ANNOUNCED,
  async run(given, ctx) {
    const { stand } = await change(ctx, (before) => withSettings(before, given as GivenSettings, ctx))
    return shownSettings(stand)
  },
})
