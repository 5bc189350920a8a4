import { defineOutside, joinUrl } from '../../../../bus/index.ts'
import { defineChannelKind, field, headerText, httpAddress, originOf } from '../kind.ts'
import type { Message } from '../message.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'Gotify' })

/** Its Android app makes a sound from 4 on and pops up from 8 on. */
const PRIORITIES: Record<Message['severity'], number> = { info: 2, warning: 5, critical: 8 }

export const gotify = defineChannelKind({
  title: 'Gotify',
  hint: 'In Gotify: Apps, Create application, and copy its token.',
  fields: {
    server: field(httpAddress, { title: 'Server', input: 'url', required: true }),
    token: field(headerText(200), { title: 'Application token', input: 'secret', required: true }),
  },
  goesTo: ({ server }) => originOf(server),
  async send({ server, token }, message, { signal }) {
    const body = {
      title: message.title,
      message: message.text,
      priority: message.mood === 'bad' ? PRIORITIES[message.severity] : PRIORITIES.info,
      extras: {
        'client::display': { contentType: 'text/plain' },
        ...(message.url ? { 'client::notification': { click: { url: message.url } } } : {}),
      },
    }
    const headers = { 'x-gotify-key': token }
    await post(outside, { url: joinUrl(server, 'message'), headers, body, accept: 'none', signal })
  },
})
