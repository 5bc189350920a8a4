import { z } from 'zod'
import { action, event, live, query } from './define.ts'

/** Plex's own number of an item, or of a library. */
const PlexKey = z.string().regex(/^[\w-]{1,64}$/)

/** How fresh what is shown is. Plex is asked again after 10 minutes; while it does not answer, what was known is shown. */
export const Freshness = z.object({
  /** When Plex last said so; null before the first time. */
  asOf: z.iso.datetime().nullable(),
  /** Why it is older than it should be, for the person; null when it is not. */
  notice: z.string().nullable(),
})
export type Freshness = z.infer<typeof Freshness>

export const LibraryKind = z.enum(['movie', 'show', 'artist', 'photo', 'other'])
export const ItemKind = z.enum(['movie', 'show', 'season', 'episode', 'artist', 'album', 'track', 'collection'])
export type ItemKind = z.infer<typeof ItemKind>

export const PlexLibrary = z.object({
  id: PlexKey,
  title: z.string(),
  kind: LibraryKind,
  /** Films, series or artists in it. */
  items: z.int(),
  /** It is being read for the first time: how far that is; null otherwise. */
  importPercent: z.number().nullable(),
  ...Freshness.shape,
})
export type PlexLibrary = z.infer<typeof PlexLibrary>

/** Only those that Plex lets the person see. CONFLICT: Plex is not connected, or the person has no Plex account linked. */
export const ListLibraries = action('library.libraries', {
  summary: 'The Plex libraries that you may see.',
  input: {},
  result: z.object({
    items: z.array(PlexLibrary),
    nextCursor: z.null(),
    server: z.string().nullable(),
    ...Freshness.shape,
  }),
  refusals: ['CONFLICT'],
})

export const PlexItem = z.object({
  id: PlexKey,
  kind: ItemKind,
  libraryId: PlexKey,
  title: z.string(),
  /** For an episode "Show · S2E50", for a season its show, for an album its artist; null otherwise. */
  context: z.string().nullable(),
  year: z.int().nullable(),
  posterId: z.string().nullable(),
  addedAt: z.iso.datetime().nullable(),
  durationMs: z.int().nullable(),
  /** Of a series, season, artist, album or collection: what is in it. */
  leaves: z.int().nullable(),
  /** By the person who asks; null where that is not known. */
  watched: z.enum(['no', 'partly', 'yes']).nullable(),
  /** Where to go on, in percent of its length; null where it was not begun. */
  resumePercent: z.number().nullable(),
})
export type PlexItem = z.infer<typeof PlexItem>

const paging = {
  limit: z.coerce.number().int().min(1).max(200).default(60),
  cursor: z.string().max(600).optional(),
}
const page = { items: z.array(PlexItem), nextCursor: z.string().nullable(), ...Freshness.shape }

export const ListItems = action('library.items', {
  summary: 'What is in a Plex library, page by page to the end.',
  input: {
    id: PlexKey,
    /** Default: films, series or artists. */
    kind: ItemKind.optional(),
    sort: z.enum(['title', 'added', 'year', 'rating', 'duration']).default('title'),
    order: z.enum(['asc', 'desc']).optional(),
    /** Begins with this letter; `#` is anything else. */
    letter: z
      .string()
      .regex(/^[A-Za-z#]$/)
      .optional(),
    search: z.string().trim().max(100).optional(),
    genre: z.string().max(60).optional(),
    year: z.coerce.number().int().min(1800).max(2200).optional(),
    unwatched: z.union([z.boolean(), z.stringbool()], { error: 'Say true or false.' }).optional(),
    ...paging,
  },
  result: z.object({ ...page, total: z.int() }),
  refusals: ['NOT_FOUND', 'CONFLICT', 'INVALID'],
})

export const GetLibraryFilters = action('library.filters', {
  summary: 'Letters, genres and years of a Plex library, with how many there are of each.',
  input: { id: PlexKey },
  result: z.object({
    letters: z.array(z.object({ letter: z.string(), count: z.int() })),
    genres: z.array(z.object({ genre: z.string(), count: z.int() })),
    years: z.array(z.object({ year: z.int(), count: z.int() })),
  }),
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

export const ListCollections = action('library.collections', {
  summary: 'Collections of the Plex libraries that you may see.',
  input: { libraryId: PlexKey.optional(), ...paging },
  result: z.object(page),
  refusals: ['NOT_FOUND', 'CONFLICT', 'INVALID'],
})

export const GetCollection = action('library.collection', {
  summary: 'What is in a collection.',
  input: { id: PlexKey, ...paging },
  result: z.object({ title: z.string(), overview: z.string().nullable(), ...page }),
  refusals: ['NOT_FOUND', 'CONFLICT', 'INVALID'],
})

/** Of a series its seasons, of a season its episodes, of an artist its albums, of an album its tracks. */
export const GetItem = action('library.item', {
  summary: 'A Plex item with what is in it and how far you watched it.',
  input: { id: PlexKey, ...paging },
  result: PlexItem.extend({
    overview: z.string().nullable(),
    tagline: z.string().nullable(),
    genres: z.array(z.string()),
    contentRating: z.string().nullable(),
    /** 0 to 10. */
    rating: z.number().nullable(),
    studio: z.string().nullable(),
    backdropId: z.string().nullable(),
    /** What it belongs to: of an episode its series and season, of an album its artist; the outermost first. */
    parents: z.array(z.object({ id: PlexKey, kind: ItemKind, title: z.string() })),
    children: z.object({ items: z.array(PlexItem), nextCursor: z.string().nullable() }),
    /** For its page under `/media`; null where Plex does not know it. */
    tmdbId: z.int().nullable(),
    /** Opens it in Plex. */
    playUrl: z.string(),
    views: z.int().nullable(),
    lastViewedAt: z.iso.datetime().nullable(),
    ...Freshness.shape,
  }),
  refusals: ['NOT_FOUND', 'CONFLICT', 'INVALID'],
})

export const ListOnDeck = action('library.on-deck', {
  summary: 'What you began to watch.',
  input: { limit: z.coerce.number().int().min(1).max(50).default(12) },
  result: z.object({ items: z.array(PlexItem), nextCursor: z.null(), ...Freshness.shape }),
  refusals: ['CONFLICT'],
})
export const ListRecentlyAdded = action('library.recently-added', {
  summary: 'What is new in the libraries that you may see.',
  input: { limit: z.coerce.number().int().min(1).max(50).default(20) },
  result: z.object({ items: z.array(PlexItem), nextCursor: z.null(), ...Freshness.shape }),
  refusals: ['CONFLICT'],
})

export const ListNowPlaying = action('library.now-playing', {
  summary: 'Who is watching what at the moment.',
  input: {},
  result: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        item: PlexItem.nullable(),
        title: z.string(),
        context: z.string().nullable(),
        person: z.string(),
        player: z.string().nullable(),
        state: z.enum(['playing', 'paused', 'buffering']),
        progressPercent: z.number().nullable(),
        how: z.enum(['direct', 'copy', 'transcode']).nullable(),
        bandwidthKbps: z.number().nullable(),
        local: z.boolean().nullable(),
      }),
    ),
    nextCursor: z.null(),
  }),
  refusals: ['CONFLICT', 'UPSTREAM_FAILED'],
})

/** For other parts of the portal: where a title is in the library of the house. */
export const FindInLibrary = query('library.find', {
  summary: 'Tells which titles are in the library, by their TMDB ids.',
  input: { kind: z.enum(['movie', 'show']), tmdbIds: z.array(z.int()).max(200) },
  result: z.object({
    items: z.array(
      z.object({ tmdbId: z.int(), ratingKey: z.string(), addedAt: z.iso.datetime(), playUrl: z.string() }),
    ),
  }),
})

/** Of music Plex says no id that others know: titles and artists are compared without signs, accents and capitals. */
export const FindAlbums = query('library.find-albums', {
  summary: 'Tells which albums are in the library, by title and artist.',
  input: {
    albums: z
      .array(z.object({ key: z.string().max(100), title: z.string().max(1000), artist: z.string().max(1000) }))
      .max(200),
  },
  result: z.object({
    items: z.array(
      z.object({ key: z.string(), ratingKey: z.string(), addedAt: z.iso.datetime(), playUrl: z.string() }),
    ),
  }),
})

/** For admins: what a library is called and how much is in it is for whoever may see it. */
export const LibrarySynced = event('library.synced', {
  summary: 'A Plex library was read.',
  data: {
    libraryId: z.string(),
    title: z.string(),
    whole: z.boolean(),
    items: z.int(),
    added: z.int(),
    changed: z.int(),
    removed: z.int(),
    tookMs: z.int(),
    version: z.int(),
  },
  key: (d) => d.libraryId,
})

export const LibraryRemoved = event('library.removed', {
  summary: 'A Plex library is gone.',
  data: { libraryId: z.string(), title: z.string(), version: z.int() },
  key: (d) => d.libraryId,
})

/** For every page that shows the library; it says nothing of what, as not everybody may see all of it. */
export const LibraryChanged = live('library.changed', {
  summary: 'Something in the Plex library is not as it was.',
  audience: 'user',
  data: {},
  key: () => 'plex',
})

/** Within the portal only: reads what is due, for a while; `more` while there is something left. */
export const SyncLibrary = action('library.sync', {
  summary: 'Reads from Plex what changed.',
  /** `force`: also what is not ten minutes old. */
  input: { force: z.boolean().default(false) },
  result: z.object({ more: z.boolean() }),
})

/** Within the portal only: asks Plex again about a person, where what is known is ten minutes old. */
export const RefreshPerson = action('library.refresh-person', {
  summary: 'Asks Plex what a person may see, what they began and what they watched.',
  input: { userId: z.uuid(), what: z.enum(['access', 'deck', 'watched']), libraryId: PlexKey.optional() },
  result: z.object({}),
})
