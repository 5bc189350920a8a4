import type { z } from 'zod'
import {
  ItemAdded,
  ItemRated,
  ItemWatched,
  PlaybackChanged,
  PlexWebhookNotUnderstood,
  ServerNoticed,
} from '../../contracts/library.ts'

/** Every fact that a webhook can become. */
export const FACTS = {
  'library.item-added': ItemAdded,
  'library.playback-changed': PlaybackChanged,
  'library.item-watched': ItemWatched,
  'library.item-rated': ItemRated,
  'library.server-noticed': ServerNoticed,
  'library.webhook-not-understood': PlexWebhookNotUnderstood,
} as const

type Facts = typeof FACTS

/** A fact but for its version, which its place in the lane gives it. */
export type Fact = {
  [T in keyof Facts]: { type: T; data: Omit<z.input<Facts[T]['schema']>, 'version'> }
}[keyof Facts]
