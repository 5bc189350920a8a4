import { z } from 'zod'
import { defineOutside, joinUrl } from '../../../../bus/index.ts'
import { defineChannelKind, field, httpAddress, oneLine, originOf } from '../kind.ts'
import { cut } from '../message.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'Telegram' })

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Telegram counts 4096 characters after the markup is read. */
const TEXT = 3500

export const telegram = defineChannelKind({
  title: 'Telegram',
  hint: 'Make a bot with @BotFather, write to it once or add it to a group, and enter the id of that chat.',
  fields: {
    token: field(oneLine(200).regex(/^\d+:[\w-]+$/, 'A bot token is a number, a colon and letters.'), {
      title: 'Bot token',
      input: 'secret',
      required: true,
    }),
    chatId: field(
      z
        .union([z.string(), z.int().transform(String)])
        .pipe(oneLine(100).regex(/^(-?\d+|@\w+)$/, 'Write the id of the chat, a number, or @name of a channel.')),
      { title: 'Chat', description: 'Its id, or @name of a public channel.', input: 'text', required: true },
    ),
    threadId: field(z.int().min(1).optional(), {
      title: 'Topic',
      description: 'Id of a topic, in a group that has topics.',
      input: 'number',
      required: false,
    }),
    apiUrl: field(httpAddress.default('https://api.telegram.org'), {
      title: 'Bot API',
      description: 'Another address only for a Bot API server of your own.',
      input: 'url',
      required: false,
    }),
  },
  goesTo: ({ apiUrl }) => originOf(apiUrl),
  async send({ token, chatId, threadId, apiUrl }, message, { signal }) {
    const body = {
      chat_id: chatId,
      text: `<b>${escapeHtml(cut(message.title, 300))}</b>\n${escapeHtml(cut(message.text, TEXT))}${message.url ? `\n<a href="${escapeHtml(message.url).replaceAll('"', '&quot;')}">Open MediaNest</a>` : ''}`,
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      ...(threadId === undefined ? {} : { message_thread_id: threadId }),
    }
    await post(outside, { url: joinUrl(apiUrl, `bot${token}/sendMessage`), body, accept: 'none', signal })
  },
})
