import { z } from 'zod'
import { defineChannelKind, field, oneLine } from '../kind.ts'
import { sendMail } from '../send-mail.ts'

const mailAddress = z.email('Write an address such as anna@example.org.').max(254)

/** `anna@example.org` or `MediaNest <anna@example.org>`. */
const sender = oneLine(320).regex(/^([^<>"]*<[^<>\s@]+@[^<>\s@]+>|[^<>\s@]+@[^<>\s@]+)$/, {
  error: 'Write an address such as medianest@example.org or MediaNest <medianest@example.org>.',
})

export const email = defineChannelKind({
  title: 'E-mail',
  hint: 'Sends through a mail server of yours. People who choose e-mail for themselves are told through it, too.',
  fields: {
    host: field(
      oneLine(253).regex(/^[^\s/@]+$/, 'Write the name or address of the mail server, such as mail.example.org.'),
      {
        title: 'Mail server',
        input: 'text',
        required: true,
      },
    ),
    port: field(z.int().min(1).max(65_535).default(587), { title: 'Port', input: 'number', required: false }),
    security: field(z.enum(['starttls', 'tls', 'none']).default('starttls'), {
      title: 'Encryption',
      input: 'choice',
      choices: { starttls: 'STARTTLS (usually port 587)', tls: 'TLS (usually port 465)', none: 'None' },
      required: false,
    }),
    username: field(oneLine(320).optional(), { title: 'User name', input: 'text', required: false }),
    password: field(z.string().min(1).max(1000).optional(), { title: 'Password', input: 'secret', required: false }),
    from: field(sender, { title: 'Sender', input: 'text', required: true }),
    to: field(z.array(mailAddress).max(50).default([]), {
      title: 'Receivers',
      description: 'Of every alert. May be empty where only people are told who chose it for themselves.',
      input: 'list',
      required: false,
    }),
  },
  check({ username, password }) {
    if (password === undefined || username !== undefined) return null
    return { path: 'username', message: 'A password needs its user name.' }
  },
  goesTo: ({ host, port, security }) => `${host.toLowerCase()}:${port}${security === 'none' ? ' open' : ''}`,
  hasReceiver: ({ to }) => to.length > 0,
  send: (config, message, sending) => sendMail(config, message, sending),
})
