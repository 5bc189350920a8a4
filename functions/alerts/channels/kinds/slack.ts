import { defineOutside } from '../../../../bus/index.ts'
import { defineChannelKind, field, httpAddress, originOf } from '../kind.ts'
import { cut } from '../message.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'Slack' })

/** Slack's three signs of control; the blocks are plain text, in which nothing else is markup. */
const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false })

/** Limits of blocks: a header 150, a section 3000 (Slack Block Kit reference). */
export const slack = defineChannelKind({
  title: 'Slack',
  hint: 'In Slack: your app, Incoming Webhooks, Add New Webhook to Workspace. Works with Mattermost, too.',
  fields: {
    url: field(httpAddress, { title: 'Webhook URL', input: 'secret', required: true }),
  },
  goesTo: ({ url }) => originOf(url),
  async send({ url }, message, { signal }) {
    const blocks = [
      { type: 'header', text: plain(cut(message.title, 150)) },
      { type: 'section', text: plain(cut(message.text, 3000)) },
      ...(message.url
        ? [{ type: 'actions', elements: [{ type: 'button', text: plain('Open MediaNest'), url: message.url }] }]
        : []),
    ]
    const body = { text: escapeText(cut(`${message.title}\n${message.text}`, 3000)), blocks }
    await post(outside, { url, body, accept: 'none', signal })
  },
})
