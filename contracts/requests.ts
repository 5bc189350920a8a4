import { z } from 'zod'
import { event, personal } from './define.ts'
import { WebhookSource } from './webhooks.ts'

/** What every fact from a webhook carries. */
const stated = {
  /** The raw webhook that said so. */
  webhookId: z.uuid(),
  /** When that webhook arrived. */
  occurredAt: z.iso.datetime(),
  /** False until the service that said so is connected and was asked. */
  confirmed: z.boolean(),
  /** Grows in the order in which the webhooks arrived, not in which they were read; a reader keeps the newest. */
  version: z.int(),
}

export const MediaType = z.enum(['movie', 'tv'])

const media = {
  title: z.string().nullable(),
  mediaType: MediaType.nullable(),
  tmdbId: z.int().nullable(),
  tvdbId: z.int().nullable(),
  is4k: z.boolean(),
}

const request = {
  ...stated,
  ...media,
  /** The request's own id at Overseerr/Seerr; null where the webhook named none. */
  requestId: z.int().nullable(),
  /** `seerr-<request id>`, or the media where no request was named; the last token of the subject. */
  ref: z.string(),
  requestedBy: personal(z.string().nullable(), { byName: 'requestedBy' }),
  seasons: z.array(z.int()),
}

export const RequestAsked = event('requests.asked', {
  summary: 'Somebody asked for a film or series.',
  data: request,
  key: (d) => d.ref,
})
export const RequestApproved = event('requests.approved', {
  summary: 'A request was approved.',
  data: { ...request, automatic: z.boolean() },
  key: (d) => d.ref,
})
export const RequestDeclined = event('requests.declined', {
  summary: 'A request was declined.',
  data: request,
  key: (d) => d.ref,
})
export const RequestAvailable = event('requests.available', {
  summary: 'What was asked for can be played.',
  data: { ...request, partial: z.boolean() },
  key: (d) => d.ref,
})
export const RequestFailed = event('requests.failed', {
  summary: 'A request could not be handed on to Sonarr or Radarr.',
  data: request,
  key: (d) => d.ref,
})

const issue = {
  ...stated,
  ...media,
  issueId: z.int().nullable(),
  ref: z.string(),
  issueType: z.string().nullable(),
  reportedBy: personal(z.string().nullable(), { byName: 'reportedBy' }),
  season: z.int().nullable(),
  episode: z.int().nullable(),
}

export const IssueOpened = event('requests.issue-opened', {
  summary: 'Somebody reported a problem with a title, or reopened one.',
  data: { ...issue, reopened: z.boolean(), message: personal(z.string().nullable(), { byName: 'reportedBy' }) },
  key: (d) => d.ref,
})
export const IssueCommented = event('requests.issue-commented', {
  summary: 'Somebody commented on a reported problem.',
  data: {
    ...issue,
    comment: personal(z.string(), { byName: 'commentedBy' }),
    commentedBy: personal(z.string().nullable(), { byName: 'commentedBy' }),
  },
  key: (d) => d.ref,
})
export const IssueResolved = event('requests.issue-resolved', {
  summary: 'A reported problem was resolved.',
  data: issue,
  key: (d) => d.ref,
})

const origin = { webhookId: z.uuid(), occurredAt: z.iso.datetime(), source: WebhookSource }

export const WebhookTested = event('requests.webhook-tested', {
  summary: 'Overseerr/Seerr sent its test notification: the address works.',
  data: origin,
  key: (d) => d.source,
})

export const WebhookNotUnderstood = event('requests.webhook-not-understood', {
  summary: 'A webhook from Overseerr/Seerr said nothing that we understand; it can be redone once we do.',
  data: { ...origin, reason: z.string() },
  key: (d) => d.source,
})
