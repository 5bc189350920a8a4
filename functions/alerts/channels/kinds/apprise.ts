import { defineOutside, joinUrl } from '../../../../bus/index.ts'
import { ChannelFailure, defineChannelKind, field, httpAddress, oneLine, originOf } from '../kind.ts'
import { cut, type Message } from '../message.ts'
import { post } from '../post.ts'

// it speaks to the services behind it before it answers
const outside = defineOutside({ name: 'Apprise', timeoutMs: 15_000 })

const TYPES: Record<Message['severity'], string> = { info: 'info', warning: 'warning', critical: 'failure' }

/** Apprise API (github.com/caronc/apprise-api): stored under a key, or stateless with the addresses in the request. */
export const apprise = defineChannelKind({
  title: 'Apprise',
  hint: 'Hands alerts to an Apprise API of yours, which reaches a hundred other services.',
  fields: {
    server: field(httpAddress, { title: 'Address of the Apprise API', input: 'url', required: true }),
    key: field(
      oneLine(128)
        .regex(/^[\w-]+$/, 'A key has letters, digits, - and _ only.')
        .optional(),
      {
        title: 'Configuration key',
        description: 'Under which its configuration is stored there. Leave it empty to give addresses here.',
        input: 'text',
        required: false,
      },
    ),
    urls: field(oneLine(4000).optional(), {
      title: 'Apprise URLs',
      description: 'One or more, with commas between them; used where there is no key.',
      input: 'secret',
      required: false,
    }),
    tag: field(oneLine(200).optional(), {
      title: 'Tag',
      description: 'Only what has this tag under the key.',
      input: 'text',
      required: false,
    }),
  },
  check({ key, urls }) {
    if ((key === undefined) !== (urls === undefined)) return null
    return { path: key === undefined ? 'key' : 'urls', message: 'Give either a configuration key or Apprise URLs.' }
  },
  goesTo: ({ server }) => originOf(server),
  async send({ server, key, urls, tag }, message, { signal }) {
    const body = {
      title: cut(message.title, 250),
      body: message.url ? `${message.text}\n${message.url}` : message.text,
      type: message.mood === 'bad' ? TYPES[message.severity] : message.mood === 'good' ? 'success' : 'info',
      format: 'text',
      ...(tag === undefined ? {} : { tag }),
      ...(urls === undefined ? {} : { urls }),
    }
    const url = joinUrl(server, key === undefined ? 'notify/' : `notify/${key}`)
    const { status } = await post(outside, { url, body, accept: 'none', signal })
    // its way of saying that there was nobody to tell
    if (status === 204) throw new ChannelFailure('Apprise has nobody to tell: nothing is stored under this key or tag.')
  },
})
