import { defineOutside, joinUrl } from '../../../../bus/index.ts'
import { defineChannelKind, field, headerText, httpAddress, oneLine, originOf } from '../kind.ts'
import { post } from '../post.ts'

const outside = defineOutside({ name: 'Matrix' })

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/**
 * Client-server API, `PUT /rooms/{roomId}/send/{eventType}/{txnId}`: the same transaction id is the same event, so a
 * repeat changes nothing.
 */
export const matrix = defineChannelKind({
  title: 'Matrix',
  hint: 'Sign in with an account of its own, invite it to an unencrypted room, and copy its access token and the room id.',
  fields: {
    homeserver: field(httpAddress, {
      title: 'Homeserver',
      description: 'Its address, such as https://matrix.org.',
      input: 'url',
      required: true,
    }),
    room: field(oneLine(255).regex(/^![^\s:]+(:\S+)?$/, 'A room id begins with !, such as !abc:example.org.'), {
      title: 'Room id',
      input: 'text',
      required: true,
    }),
    token: field(headerText(500), { title: 'Access token', input: 'secret', required: true }),
  },
  goesTo: ({ homeserver }) => originOf(homeserver),
  async send({ homeserver, room, token }, message, { signal }) {
    const link = message.url ? `<br><a href="${escapeHtml(message.url)}">Open MediaNest</a>` : ''
    const body = {
      msgtype: 'm.text',
      body: [message.title, message.text, message.url].filter(Boolean).join('\n'),
      format: 'org.matrix.custom.html',
      formatted_body: `<strong>${escapeHtml(message.title)}</strong><br>${escapeHtml(message.text).replaceAll('\n', '<br>')}${link}`,
    }
    const place = `_matrix/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/${message.id}`
    const headers = { authorization: `Bearer ${token}` }
    await post(outside, { method: 'PUT', url: joinUrl(homeserver, place), headers, body, accept: 'none', signal })
  },
})
