import { defineOutside } from '../../../../bus/index.ts'
import { defineChannelKind, field, httpAddress, originOf } from '../kind.ts'
import { cut, type Message } from '../message.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'Discord' })

const COLOURS: Record<Message['severity'], number> = { info: 0x3b82f6, warning: 0xf59e0b, critical: 0xdc2626 }
const GOOD = 0x16a34a

/** Every sign that Discord's Markdown could take for its own. */
const escapeMarkdown = (text: string): string => text.replaceAll(/[\\*_~`|>[\]()#<:@-]/g, '\\$&')

/** Limits of an embed: title 256, description 4096 (Discord developer documentation, message resource). */
export const discord = defineChannelKind({
  title: 'Discord',
  hint: 'In Discord: channel settings, Integrations, Webhooks, New webhook, Copy webhook URL.',
  fields: {
    url: field(httpAddress, { title: 'Webhook URL', input: 'secret', required: true }),
  },
  goesTo: ({ url }) => originOf(url),
  async send({ url }, message, { signal }) {
    const embed = {
      title: cut(escapeMarkdown(message.title), 256),
      description: cut(escapeMarkdown(message.text), 4096),
      color: message.mood === 'good' ? GOOD : COLOURS[message.severity],
      timestamp: message.at.toISOString(),
      ...(message.url ? { url: message.url } : {}),
    }
    // with `wait` the answer says whether it was stored; nobody is pinged by a name that stands in a text
    const body = { username: 'MediaNest', embeds: [embed], allowed_mentions: { parse: [] } }
    await post(outside, { url, query: { wait: true }, body, accept: 'none', signal })
  },
})
