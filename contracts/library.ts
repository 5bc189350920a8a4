import { z } from 'zod'
import { event, personal } from './define.ts'
import { WebhookSource } from './webhooks.ts'

const stated = {
  webhookId: z.uuid(),
  occurredAt: z.iso.datetime(),
  /** True where the connected Plex server was asked and what stands here is what it says itself. */
  confirmed: z.boolean(),
  /** Grows in the order in which the webhooks arrived, not in which they were read; a reader keeps the newest. */
  version: z.int(),
}

const item = {
  ...stated,
  /** Null where no webhook said it: Plex was looked through and had it. */
  webhookId: z.uuid().nullable(),
  /** Plex's own id of the item; last token of the subject. */
  ratingKey: z.string(),
  itemType: z.string().nullable(),
  title: z.string().nullable(),
  /** For an episode "Show · S2E50", for a track its album; null otherwise. */
  context: z.string().nullable(),
  year: z.int().nullable(),
  guid: z.string().nullable(),
  /** imdb, tmdb and tvdb ids as Plex writes them: `tmdb://2499236`. */
  externalIds: z.array(z.string()),
  /** Of a season or an episode: its show's number at TMDB, where Plex said it. */
  showTmdbId: z.int().optional(),
  librarySection: z.string().nullable(),
  serverId: z.string().nullable(),
  serverName: z.string().nullable(),
}

export const ItemAdded = event('library.item-added', {
  summary: 'Plex has a new item.',
  data: { ...item, onDeck: z.boolean() },
  key: (d) => d.ratingKey,
})

const played = {
  ...item,
  person: personal(z.string().nullable(), { byName: 'person' }),
  player: personal(z.string().nullable(), { byName: 'person' }),
}

export const PlaybackChanged = event('library.playback-changed', {
  summary: 'Somebody started, paused, resumed or stopped something.',
  data: { ...played, action: z.enum(['started', 'paused', 'resumed', 'stopped']) },
  key: (d) => d.ratingKey,
})
export const ItemWatched = event('library.item-watched', {
  summary: 'Somebody watched something to the end.',
  data: played,
  key: (d) => d.ratingKey,
})
export const ItemRated = event('library.item-rated', {
  summary: 'Somebody rated something; null when the rating was taken back.',
  data: { ...played, rating: z.number().nullable() },
  key: (d) => d.ratingKey,
})

export const ServerNoticed = event('library.server-noticed', {
  summary: 'The Plex server reported something about itself.',
  data: {
    ...stated,
    notice: z.enum(['database-backup', 'database-corrupted', 'new-device']),
    serverId: z.string().nullable(),
    serverName: z.string().nullable(),
  },
  key: (d) => d.serverId ?? 'plex',
})

export const PlexWebhookNotUnderstood = event('library.webhook-not-understood', {
  summary: 'A webhook from Plex said nothing that we understand; it can be redone once we do.',
  data: { webhookId: z.uuid(), occurredAt: z.iso.datetime(), source: WebhookSource, reason: z.string() },
  key: (d) => d.source,
})
