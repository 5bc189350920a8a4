import { z } from 'zod'
import { action, query } from './define.ts'

/** What can be asked for: films and series through Seerr, music through Lidarr. */
export const MediaKind = z.enum(['movie', 'tv', 'music'])
export type MediaKind = z.infer<typeof MediaKind>

/**
 * How a request stands. `waiting` is stored here and not yet with Seerr; `pending` waits for an admin; `processing` is
 * approved and on its way; `refused` is what Seerr would not take; `removed` was deleted at Seerr.
 */
export const REQUEST_STATUSES = [
  'waiting',
  'pending',
  'processing',
  'partial',
  'available',
  'declined',
  'failed',
  'refused',
  'withdrawn',
  'removed',
] as const
export const RequestStatus = z.enum(REQUEST_STATUSES)
export type RequestStatus = z.infer<typeof RequestStatus>

/** Still under way: nobody asks for the same meanwhile. */
export const OPEN_STATUSES = ['waiting', 'pending', 'processing', 'partial', 'failed'] as const

export const Availability = z.enum(['no', 'partly', 'yes'])
export type Availability = z.infer<typeof Availability>

/** TMDB's number of a film or series; of an album the MusicBrainz id of its release group. */
export const MediaId = z.union([z.int().min(1).max(2_147_483_647), z.uuid()])
export type MediaId = z.infer<typeof MediaId>

/** What the house already has or does about a title. */
const mark = {
  available: Availability,
  available4k: Availability,
  /** The newest open request for it, by anybody; `mine` when the person who asks made it. */
  request: z.object({ id: z.uuid(), status: RequestStatus, is4k: z.boolean(), mine: z.boolean() }).nullable(),
  blocklisted: z.boolean(),
}

export const MediaSummary = z.object({
  mediaType: MediaKind,
  id: MediaId,
  title: z.string(),
  /** Of music the artist; null otherwise. */
  artist: z.string().nullable(),
  year: z.int().nullable(),
  overview: z.string().nullable(),
  /** For `/api/media/images/:id`; null when there is no picture. */
  posterId: z.string().nullable(),
  /** 0 to 10. */
  vote: z.number().nullable(),
  ...mark,
})
export type MediaSummary = z.infer<typeof MediaSummary>

/**
 * Without a query what is trending. While Seerr does not answer, titles that were seen here before (`source` is
 * `memory`), and `notice` says so; the same when Seerr reaches no TMDB. Albums of MusicBrainz with `type=music`.
 */
export const SearchMedia = action('requests.search', {
  summary: 'Looks for films, series and music, with what is there and asked for already.',
  input: {
    query: z.string().trim().max(200).default(''),
    page: z.coerce.number().int().min(1).max(500).default(1),
    type: z.enum(['all', 'movie', 'tv', 'music']).default('all'),
  },
  result: z.object({
    items: z.array(MediaSummary),
    page: z.int(),
    totalPages: z.int(),
    totalResults: z.int(),
    /** The next page as text; null at the end. */
    nextCursor: z.string().nullable(),
    source: z.enum(['seerr', 'musicbrainz', 'memory']),
    /** Why this is not all that there is, for the person; null when it is. */
    notice: z.string().nullable(),
  }),
  refusals: ['INVALID', 'CONFLICT', 'UPSTREAM_FAILED'],
})

export const Season = z.object({
  number: z.int(),
  name: z.string().nullable(),
  episodes: z.int().nullable(),
  airDate: z.string().nullable(),
  available: Availability,
  /** An open request has it. */
  requested: z.boolean(),
})
export type Season = z.infer<typeof Season>

export const MediaDetails = MediaSummary.extend({
  originalTitle: z.string().nullable(),
  tagline: z.string().nullable(),
  releaseDate: z.string().nullable(),
  runtimeMinutes: z.int().nullable(),
  genres: z.array(z.string()),
  backdropId: z.string().nullable(),
  cast: z.array(z.object({ name: z.string(), as: z.string().nullable() })),
  /** Of a series; empty otherwise. Season 0 (specials) where Seerr takes it. */
  seasons: z.array(Season),
  /** Whether the house has a second server for 4K. */
  offers4k: z.boolean(),
  /** Every request for it that the person may see. */
  requests: z.array(z.object({ id: z.uuid(), status: RequestStatus, is4k: z.boolean(), mine: z.boolean() })),
  /** Its address in Plex where it is there; null otherwise. */
  playUrl: z.string().nullable(),
  tvdbId: z.int().nullable(),
  /** When Seerr said so last; older than a minute only while it does not answer. */
  asOf: z.iso.datetime(),
  notice: z.string().nullable(),
})
export type MediaDetails = z.infer<typeof MediaDetails>

const tmdbId = z.coerce.number().int().min(1).max(2_147_483_647)

export const GetMovie = action('requests.movie', {
  summary: 'A film with what the house has of it.',
  input: { id: tmdbId },
  result: MediaDetails,
  refusals: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_FAILED'],
})
export const GetSeries = action('requests.series', {
  summary: 'A series with its seasons and what the house has of them.',
  input: { id: tmdbId },
  result: MediaDetails,
  refusals: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_FAILED'],
})
export const GetAlbum = action('requests.album', {
  summary: 'An album with what the house has of it.',
  input: { id: z.uuid() },
  result: MediaDetails,
  refusals: ['NOT_FOUND', 'CONFLICT', 'UPSTREAM_FAILED'],
})

/** Widths in pixels that a picture is handed out in. */
export const IMAGE_SIZES = ['92', '185', '342', '500', '780', '1280'] as const
export const ImageSize = z.enum(IMAGE_SIZES)
export type ImageSize = z.infer<typeof ImageSize>

/**
 * Ids are made here and hold no address: `t-…` is a picture of TMDB (through Seerr), `p-…` one of Plex. What is no id of
 * ours, or a picture that the person may not see, is NOT_FOUND.
 */
const image = {
  input: { id: z.string().min(3).max(120), size: ImageSize.default('342') },
  result: z.object({
    /** Only what is a raster picture. */
    contentType: z.enum(['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif']),
    base64: z.string(),
    /** Strong, of the bytes, without quotes. */
    etag: z.string(),
  }),
  refusals: ['NOT_FOUND', 'UPSTREAM_FAILED'],
} as const

export const GetPoster = query('requests.image', { summary: 'A picture of TMDB, kept for a while.', ...image })
/** An action, as it may ask Plex what the person may see. */
export const GetPlexImage = action('library.image', {
  summary: 'A picture of the Plex library, for whoever may see the item.',
  ...image,
})
