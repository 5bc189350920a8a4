import { defineOutside, joinUrl } from '../../../../bus/index.ts'
import { defineChannelKind, field, httpAddress, oneLine, originOf } from '../kind.ts'
import { cut, type Message } from '../message.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'Pushover' })

/** 1 passes quiet hours; 2 would ring until somebody confirms it. */
const PRIORITIES: Record<Message['severity'], number> = { info: -1, warning: 0, critical: 1 }

/** Title 250, message 1024 characters (pushover.net/api, limits). */
export const pushover = defineChannelKind({
  title: 'Pushover',
  hint: 'On pushover.net: Create an Application/API Token for MediaNest; your user key stands on the first page.',
  fields: {
    token: field(oneLine(60), { title: 'Application token', input: 'secret', required: true }),
    user: field(oneLine(60), { title: 'User or group key', input: 'secret', required: true }),
    device: field(oneLine(25).optional(), {
      title: 'Device',
      description: 'Only this one; all when it is empty.',
      input: 'text',
      required: false,
    }),
    server: field(httpAddress.default('https://api.pushover.net'), {
      title: 'Address of the API',
      description: 'Another one only for a relay of your own.',
      input: 'url',
      required: false,
    }),
  },
  goesTo: ({ server }) => originOf(server),
  async send({ token, user, device, server }, message, { signal }) {
    const body = {
      token,
      user,
      title: cut(message.title, 250),
      message: cut(message.text, 1024),
      priority: message.mood === 'bad' ? PRIORITIES[message.severity] : Math.min(0, PRIORITIES[message.severity]),
      timestamp: Math.floor(message.at.getTime() / 1000),
      ...(device === undefined ? {} : { device }),
      ...(message.url ? { url: message.url, url_title: 'Open MediaNest' } : {}),
    }
    await post(outside, { url: joinUrl(server, '1/messages.json'), body, accept: 'none', signal })
  },
})
