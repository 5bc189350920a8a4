import { DescribeConfig } from '../../contracts/settings.ts'
import { describeSettings } from '../../contracts/settings-description.ts'
import { defineFunction } from '../../bus/index.ts'
import { settings } from './domain.ts'

export default defineFunction({
  name: 'settings.describe',
  summary: 'Describes every setting, for forms and files.',
  domain: settings,
  answers: DescribeConfig,
  run: async () => ({ items: describeSettings(), nextCursor: null }),
})
