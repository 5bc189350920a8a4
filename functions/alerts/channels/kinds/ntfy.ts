import { defineOutside, joinUrl } from '../../../../bus/index.ts'
import { defineChannelKind, field, headerText, httpAddress, oneLine, originOf } from '../kind.ts'
import { cut, type Message } from '../message.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'ntfy' })

/** 1 to 5, 3 being the usual one (docs.ntfy.sh/publish, message priority). */
const PRIORITIES: Record<Message['severity'], number> = { info: 2, warning: 4, critical: 5 }
/** Names of emojis that ntfy shows in front of the title. */
const TAGS: Record<Message['mood'], string> = { bad: 'rotating_light', good: 'white_check_mark', neutral: 'bell' }

export const ntfy = defineChannelKind({
  title: 'ntfy',
  hint: 'Publishes to a topic of ntfy.sh or of a server of your own. Whoever knows the topic of an open server reads along.',
  fields: {
    server: field(httpAddress.default('https://ntfy.sh'), { title: 'Server', input: 'url', required: false }),
    topic: field(oneLine(64).regex(/^[-_A-Za-z0-9]+$/, 'A topic has letters, digits, - and _ only.'), {
      title: 'Topic',
      input: 'text',
      required: true,
    }),
    token: field(headerText(200).optional(), {
      title: 'Access token',
      description: 'Where the topic is protected.',
      input: 'secret',
      required: false,
    }),
  },
  goesTo: ({ server }) => originOf(server),
  async send({ server, topic, token }, message, { signal }) {
    const body = {
      topic,
      title: cut(message.title, 250),
      // a longer one would become an attachment
      message: cut(message.text, 1300),
      priority: message.mood === 'bad' ? PRIORITIES[message.severity] : 3,
      tags: [TAGS[message.mood]],
      ...(message.url ? { click: message.url } : {}),
    }
    const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
    await post(outside, { url: joinUrl(server, ''), headers, body, accept: 'none', signal })
  },
})
