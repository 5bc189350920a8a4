import { z } from 'zod'
import { action, event, query, secret, state } from './define.ts'

export const WebhookSource = z.enum(['overseerr', 'plex'])
export type WebhookSource = z.infer<typeof WebhookSource>

/** The first delivery of a raw body that was redone: its facts keep their place in the order of things. */
export const WebhookOrigin = z.object({ id: z.uuid(), receivedAt: z.iso.datetime(), order: z.number() })

/** A raw body, stored before anything reads it. The body is sealed and kept for 30 days. */
export const WebhookReceived = event('webhooks.received', {
  summary: 'A service called one of our webhook addresses.',
  stream: 'hooks',
  data: {
    source: WebhookSource,
    contentType: z.string(),
    sizeBytes: z.int(),
    receivedAt: z.iso.datetime(),
    body: secret(z.string()),
    /** Set when this is a redo. */
    origin: WebhookOrigin.optional(),
  },
  key: (d) => d.source,
})

export const Webhook = z.object({
  source: WebhookSource,
  /** The full address to paste into the service. */
  url: z.string(),
  createdAt: z.iso.datetime(),
  /** When a body last arrived here; null before the first. */
  lastReceivedAt: z.iso.datetime().nullable(),
})
export type Webhook = z.infer<typeof Webhook>

export const ListWebhooks = query('webhooks.list', {
  summary: 'The addresses to paste into Seerr and Plex.',
  input: { baseUrl: z.url() },
  result: z.object({ items: z.array(Webhook), nextCursor: z.null() }),
})

export const RotateWebhook = action('webhooks.rotate', {
  summary: 'Gives a source a new secret address; the old one answers 404 from then on.',
  input: { source: WebhookSource, baseUrl: z.url() },
  result: Webhook,
  refusals: ['NOT_FOUND'],
})

/** Asks the service to send its test at once; the answer says whether it arrived here. */
export const InstallWebhook = action('webhooks.install', {
  summary: 'Writes our address into the service itself and has it send its test.',
  input: { source: WebhookSource, baseUrl: z.url() },
  result: z.object({
    installed: z.boolean(),
    /** The test arrived at our door. */
    verified: z.boolean(),
    message: z.string(),
  }),
  refusals: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_FAILED', 'UNAVAILABLE'],
})

/**
 * Within the portal only, answered by the domain that speaks with Seerr: writes the address into its webhook agent and
 * has it send its test there. A service that is not connected is CONFLICT.
 */
export const InstallInOverseerr = action('requests.install-webhook', {
  summary: 'Sets up the webhook agent of Seerr.',
  input: { url: secret(z.url()) },
  result: z.object({ tested: z.boolean(), message: z.string() }),
  refusals: ['CONFLICT', 'UPSTREAM_FAILED', 'UNAVAILABLE'],
})

/** Watched by the edge, keyed by source: what a path secret must hash to. */
export const WebhookDoor = state('webhooks.doors', {
  summary: 'Hashes of the secrets in the webhook addresses.',
  data: {
    /** Of the secret, hex. */
    sha256: z.string(),
    rotatedAt: z.iso.datetime(),
    /** Grows with each rotation; a late writer cannot bring an old secret back. */
    version: z.int(),
  },
})

export const WebhookRotated = event('webhooks.rotated', {
  summary: 'A webhook address was replaced.',
  data: { source: WebhookSource },
  key: (d) => d.source,
})

/** `{{request_id}}`: a variable that the sender's template left standing. */
const PLACEHOLDER = /^\{\{\s*\w+\s*\}\}$/
const MAIL_ADDRESS = /([^\s@<>()"']{1,64})@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+/gu

/**
 * Text from another program's webhook: cut to `max` characters, with mail addresses shortened to `name@…`. Null for
 * everything that says nothing: absent, null, an empty string, an object, a variable that was not filled in.
 */
export const foreignText = (max: number) =>
  z
    .unknown()
    .optional()
    .transform((value): string | null => {
      const text = typeof value === 'string' || typeof value === 'number' ? String(value) : ''
      const clean = text
        // room for an address that the cut would otherwise leave in parts
        .slice(0, max + 320)
        .replaceAll('\u0000', '')
        .replaceAll(MAIL_ADDRESS, '$1@…')
        .trim()
        .slice(0, max)
        .toWellFormed()
      return clean === '' || PLACEHOLDER.test(clean) ? null : clean
    })

/** A person's name from another program's webhook; of a mail address the part that names the person. */
export const foreignName = foreignText(200).transform((name) => name?.replace(/@…$/, '') ?? null)

/** A whole number of 0 or more that may come as text; null for anything else. */
export const foreignInt = z
  .unknown()
  .optional()
  .transform((value): number | null => {
    const digits = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
    return /^\d{1,15}$/.test(digits) ? Number(digits) : null
  })
