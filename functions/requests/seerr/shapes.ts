import { z } from 'zod'

/**
 * What Overseerr, Jellyseerr and Seerr answer, as far as it is used. Only what nothing can be done without is asked for;
 * numbers of states are taken as they come, as new ones appear with new versions.
 */
const text = z.string().nullish()
const number = z.number().nullish()

/** A list in which what cannot be understood is passed over. */
const each = <T extends z.ZodType>(item: T) =>
  z
    .array(z.unknown())
    .nullish()
    .transform((all) =>
      (all ?? []).flatMap((one) => {
        const read = item.safeParse(one)
        return read.success ? [read.data] : []
      }),
    )

export const User = z.object({
  id: z.number(),
  /** Missing for who may not manage users, null for accounts that are none of Plex. */
  plexId: z
    .union([z.number(), z.string()])
    .nullish()
    .transform((id) => (id === null || id === undefined || id === '' ? null : String(id))),
  displayName: text,
  plexUsername: text,
  username: text,
  permissions: z.number().default(0),
})
export type User = z.output<typeof User>

const season = z.object({
  seasonNumber: z.number(),
  status: z.number().default(1),
  status4k: z.number().default(1),
})

const requestFields = {
  id: z.number(),
  status: z.number(),
  type: z.enum(['movie', 'tv']),
  is4k: z
    .boolean()
    .nullish()
    .transform((is4k) => is4k === true),
  createdAt: z.string(),
  updatedAt: z.string(),
  /** The status of a season of a request is that of the request's, not that of what is there. */
  seasons: each(z.object({ seasonNumber: z.number(), status: z.number().default(1) })),
  requestedBy: User.nullish(),
  modifiedBy: User.nullish(),
}

const mediaFields = {
  /** Its own number, which issues go by. */
  id: z.number(),
  tmdbId: z.number(),
  tvdbId: number,
  status: z.number().default(1),
  status4k: z.number().default(1),
  /** Only in answers about one title and in the list of media. */
  seasons: each(season),
  ratingKey: text,
  ratingKey4k: text,
  serviceId: number,
  externalServiceId: number,
  externalServiceId4k: number,
  externalServiceSlug: text,
  mediaAddedAt: text,
  updatedAt: text,
}

/** A title that it knows: whether it is there. */
export const Media = z.object({ ...mediaFields, mediaType: z.enum(['movie', 'tv']).nullish() })
export type Media = z.output<typeof Media>

/** As it stands beside a title: with every request for it. */
export const MediaInfo = z.object({ ...mediaFields, requests: each(z.object(requestFields)) })
export type MediaInfo = z.output<typeof MediaInfo>

/** Holds neither title nor picture. */
export const Request = z.object({ ...requestFields, media: Media })
export type Request = z.output<typeof Request>
/** As it stands beside a title. */
export type RequestBeside = MediaInfo['requests'][number]

const paged = <T extends z.ZodType>(item: T) =>
  z.object({
    pageInfo: z.object({ pages: z.number().default(0), results: z.number().default(0) }),
    /** How many came, those that could not be understood included. */
    results: z.array(z.unknown()).transform((all) => ({ length: all.length, items: each(item).parse(all) })),
  })

export const RequestPage = paged(Request)
export const UserPage = paged(User)
export const Users = each(User)

const shared = {
  id: z.number(),
  overview: text,
  posterPath: text,
  backdropPath: text,
  voteAverage: number,
  mediaInfo: MediaInfo.nullish(),
}
const movie = { title: z.string(), originalTitle: text, releaseDate: text }
const tv = { name: z.string(), originalName: text, firstAirDate: text }

export const SearchResult = z.discriminatedUnion('mediaType', [
  z.object({ mediaType: z.literal('movie'), ...shared, ...movie }),
  z.object({ mediaType: z.literal('tv'), ...shared, ...tv }),
])
export type SearchResult = z.output<typeof SearchResult>

/** People and collections are passed over. */
export const SearchPage = z.object({
  page: z.number().default(1),
  totalPages: z.number().default(1),
  totalResults: z.number().default(0),
  results: each(SearchResult),
})

const details = {
  ...shared,
  tagline: text,
  genres: each(z.object({ name: z.string() })),
  credits: z.object({ cast: each(z.object({ name: z.string(), character: text })) }).nullish(),
  externalIds: z.object({ tvdbId: number }).nullish(),
}
export const Movie = z.object({ ...details, ...movie, runtime: number })
export type Movie = z.output<typeof Movie>
export const Tv = z.object({
  ...details,
  ...tv,
  episodeRunTime: each(z.number()),
  seasons: each(z.object({ seasonNumber: z.number(), name: text, episodeCount: number, airDate: text })),
})
export type Tv = z.output<typeof Tv>

const quota = z.object({
  /** Days that are counted, and how many are allowed in them; absent is without a limit. */
  days: number,
  limit: number,
  used: z.number().default(0),
  remaining: number,
  restricted: z.boolean().default(false),
})
export const Quota = z.object({ movie: quota, tv: quota })
export type Quota = z.output<typeof Quota>

/** Authors stand in the answer about one issue only. */
export const Comment = z.object({
  id: z.number(),
  message: z.string().default(''),
  createdAt: z.string(),
  updatedAt: text,
  user: User.nullish(),
})
export type Comment = z.output<typeof Comment>

/** The first comment is what was reported. Season and episode 0 are "all of it". */
export const Issue = z.object({
  id: z.number(),
  issueType: z.number(),
  status: z.number(),
  problemSeason: number,
  problemEpisode: number,
  createdAt: z.string(),
  updatedAt: z.string(),
  createdBy: User.nullish(),
  modifiedBy: User.nullish(),
  media: Media,
  comments: each(Comment),
})
export type Issue = z.output<typeof Issue>
export const IssuePage = paged(Issue)

export const Status = z.object({ version: z.string().default('') })
export const PublicSettings = z.object({
  applicationTitle: text,
  /** Overseerr has none. */
  mediaServerType: number,
  movie4kEnabled: z.boolean().default(false),
  series4kEnabled: z.boolean().default(false),
  enableSpecialEpisodes: z.boolean().default(false),
})
