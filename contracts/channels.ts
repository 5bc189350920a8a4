import { z } from 'zod'
import { TOLD } from './alert-kinds.ts'
import { Alert, Selection, Severity, TRANSITIONS } from './alerts.ts'
import { action, event, query, secret } from './define.ts'
import { line } from './monitor.ts'

/** How a field of a channel is shown in a form. */
export interface ChannelField {
  title: string
  description?: string
  input: 'text' | 'url' | 'secret' | 'number' | 'choice' | 'list' | 'switch'
  choices?: Readonly<Record<string, string>>
  required: boolean
}

export const CHANNEL_KINDS = [
  'webhook',
  'email',
  'discord',
  'slack',
  'telegram',
  'ntfy',
  'gotify',
  'pushover',
  'matrix',
  'apprise',
] as const
export const ChannelKind = z.enum(CHANNEL_KINDS)
export type ChannelKind = z.infer<typeof ChannelKind>

/** What a channel is told with; a secret of it never comes back. */
const config = z
  .record(z.string().max(64), z.unknown())
  .meta({ description: 'The fields of the kind, as GET /api/admin/alerts/channels/kinds lists them.' })

export const Channel = z.object({
  id: z.uuid(),
  kind: ChannelKind,
  name: z.string(),
  /** Without secrets. */
  config,
  /** Names of the secrets that are stored. */
  stored: z.array(z.string()),
  enabled: z.boolean(),
  /** Null: every alert. */
  selection: Selection.nullable(),
  /** Not delivered yet, and given up; of the last 30 days. */
  waiting: z.int(),
  dead: z.int(),
  lastSentAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type Channel = z.infer<typeof Channel>

export const ListChannels = query('alerts.channels', {
  summary: 'Where alerts are sent.',
  input: { limit: z.coerce.number().int().min(1).max(200).default(100), cursor: z.string().max(200).optional() },
  result: z.object({ items: z.array(Channel), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const DescribeChannels = query('alerts.channel-kinds', {
  summary: 'The kinds of channels with the fields that each needs.',
  input: {},
  result: z.object({
    items: z.array(
      z.object({
        kind: ChannelKind,
        title: z.string(),
        hint: z.string(),
        fields: z.array(
          z.object({
            name: z.string(),
            title: z.string(),
            description: z.string().optional(),
            input: z.enum(['text', 'url', 'secret', 'number', 'choice', 'list', 'switch']),
            choices: z.record(z.string(), z.string()).optional(),
            required: z.boolean(),
            secret: z.boolean(),
            default: z.unknown().optional(),
          }),
        ),
      }),
    ),
  }),
})

const fields = {
  kind: ChannelKind,
  /** Left out: the title of the kind, with a number where it is taken; changing one, the name that it has. */
  name: line.min(1).max(80).optional(),
  /** Unknown keys are refused. Changing one: a secret that is left out stays, null forgets it. */
  config: secret(config.default({})),
  enabled: z.boolean().default(true),
  selection: Selection.nullable().default(null),
}

/** Actions: what carries secrets is never a stored message. */
export const AddChannel = action('alerts.add-channel', {
  summary: 'Adds a channel.',
  input: fields,
  result: Channel,
  refusals: ['INVALID', 'CONFLICT'],
})
export const UpdateChannel = action('alerts.update-channel', {
  summary: 'Changes a channel.',
  input: { id: z.uuid(), ...fields },
  result: Channel,
  refusals: ['NOT_FOUND', 'INVALID', 'CONFLICT'],
})
export const RemoveChannel = action('alerts.remove-channel', {
  summary: 'Removes a channel; what was not delivered yet is dropped with it.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND'],
})
export const TestChannel = action('alerts.test-channel', {
  summary: 'Sends a test through a channel now and says what came of it.',
  input: { id: z.uuid() },
  result: z.object({ ok: z.boolean(), message: z.string(), responseTimeMs: z.number().nullable() }),
  refusals: ['NOT_FOUND'],
})

export const ChannelChanged = event('alerts.channel-changed', {
  summary: 'A channel was added, changed or removed.',
  data: {
    channelId: z.uuid(),
    kind: ChannelKind,
    name: z.string(),
    change: z.enum(['added', 'updated', 'removed']),
    version: z.int(),
  },
  key: (d) => d.channelId,
})

/** `waiting`: queued, held until quiet hours end, or to be tried again. `summarised`: told in one message with others. */
export const DeliveryState = z.enum(['waiting', 'sent', 'summarised', 'dead', 'dropped'])

export const Delivery = z.object({
  id: z.uuid(),
  /** Of news the request or reported problem that it is about. */
  alertId: z.uuid(),
  title: z.string(),
  transition: z.enum(TOLD),
  channelId: z.uuid().nullable(),
  /** Name of the channel, or how a person is told: `Page`, `Web push`, `E-mail`. */
  channel: z.string(),
  /** `house`, or the person's name. */
  recipient: z.string(),
  state: DeliveryState,
  queuedAt: z.iso.datetime(),
  sentAt: z.iso.datetime().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
  /** Every try, the oldest first. */
  tries: z.array(z.object({ at: z.iso.datetime(), ok: z.boolean(), message: z.string() })),
  /** Told together with so many others. */
  together: z.int(),
})
export type Delivery = z.infer<typeof Delivery>

export const ListDeliveries = query('alerts.deliveries', {
  summary: 'The ledger: who was told what through which channel, with every try, newest first.',
  input: {
    channelId: z.uuid().optional(),
    alertId: z.uuid().optional(),
    state: DeliveryState.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  },
  result: z.object({ items: z.array(Delivery), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const RetryDelivery = action('alerts.retry-delivery', {
  summary: 'Takes a delivery that was given up into the queue again.',
  input: { id: z.uuid() },
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

/** For the domain itself: when something new waits, and every few seconds. */
export const SendDue = action('alerts.send-due', {
  summary: 'Sends what is due, in every lane that nobody is at work in.',
  input: {},
  /** Messages sent, and tries that failed. */
  result: z.object({ sent: z.int(), failed: z.int() }),
})

export const DeliveryGivenUp = event('alerts.delivery-given-up', {
  summary: 'Somebody could not be told for a day, and it was given up.',
  data: {
    deliveryId: z.uuid(),
    alertId: z.uuid(),
    channel: z.string(),
    transition: z.enum(TOLD),
    tries: z.int(),
    error: z.string(),
  },
  key: (d) => d.deliveryId,
})

/** An alert with what applies to it: a key that is null elsewhere is absent. */
const ToldAlert = Alert.partial().extend({
  subject: Alert.shape.subject.extend({ group: z.string().optional() }).optional(),
  rules: z.array(Alert.shape.rules.element.extend({ value: z.number().optional() })).optional(),
})
export type ToldAlert = z.infer<typeof ToldAlert>

/**
 * The body that a webhook gets. Keys that do not apply are absent. With a signing secret it is signed as the Standard
 * Webhooks specification says: `webhook-id`, `webhook-timestamp`, `webhook-signature`; the id is that of the delivery, so
 * a repeat can be told. After a long outage one body has `summary` instead of `transition` and `alert`.
 */
export const WebhookBody = z.object({
  id: z.uuid(),
  transition: z.enum(TRANSITIONS).optional(),
  at: z.iso.datetime(),
  alert: ToldAlert.optional(),
  service: z.object({ id: z.string(), name: z.string(), group: z.string().optional() }).optional(),
  incident: z.object({ id: z.uuid(), title: z.string() }).optional(),
  url: z.string().optional(),
  test: z.literal(true).optional(),
  summary: z
    .object({
      text: z.string(),
      from: z.iso.datetime(),
      to: z.iso.datetime(),
      count: z.int(),
      /** Still open at the end. */
      open: z.array(z.object({ alertId: z.uuid(), title: z.string(), severity: Severity })),
      transitions: z.array(
        z.object({ transition: z.enum(TRANSITIONS), at: z.iso.datetime(), alertId: z.uuid(), title: z.string() }),
      ),
    })
    .optional(),
})
export type WebhookBody = z.infer<typeof WebhookBody>
