import { CHANNEL_KINDS, DescribeChannels } from '../../../contracts/channels.ts'
import { defineFunction } from '../../../bus/index.ts'
import { alerts } from '../domain.ts'
import { describeFields, KINDS } from './kinds/index.ts'

export default defineFunction({
  name: 'alerts.channel-kinds',
  summary: 'Describes the kinds of channels for a form.',
  domain: alerts,
  answers: DescribeChannels,
  async run() {
    return {
      items: CHANNEL_KINDS.map((kind) => {
        const { title, hint } = KINDS[kind]
        return { kind, title, hint, fields: describeFields(kind) }
      }),
    }
  },
})
