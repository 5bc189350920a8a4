import { z } from 'zod'

/** Null where it is absent, null or something else than agreed: what is null at Sonarr is left out by it. */
const maybe = <T>(schema: z.ZodType<T>) =>
  z
    .unknown()
    .optional()
    .transform((value): T | null => schema.safeParse(value).data ?? null)

const text = maybe(z.string().max(2000))
const number = maybe(z.number())
const flag = maybe(z.boolean())
/** Old versions capitalise: `Completed`. */
const word = maybe(z.string().transform((said) => said.toLowerCase()))
const moment = maybe(z.string().transform((said, ctx) => momentOf(said) ?? refuse(ctx)))

const momentOf = (said: string): Date | null => {
  const at = new Date(said)
  return Number.isNaN(at.getTime()) ? null : at
}
function refuse(ctx: z.RefinementCtx): never {
  ctx.addIssue({ code: 'custom' })
  return z.NEVER
}

/** Only what can be read; one that cannot does not spoil the others. */
const listOf = <S extends z.ZodType>(schema: S) =>
  z
    .unknown()
    .optional()
    .transform((value): z.output<S>[] =>
      (Array.isArray(value) ? value : []).flatMap((one: unknown) => {
        const read = schema.safeParse(one)
        return read.success ? [read.data] : []
      }),
    )

const quality = maybe(z.object({ quality: z.object({ name: z.string() }) }).transform((q) => q.quality.name))

/** `GET /queue`. A season pack is one record for each episode, each with the size of the whole. */
export const QueuePage = z.object({
  totalRecords: number,
  records: listOf(
    z.object({
      movieId: number,
      seriesId: number,
      albumId: number,
      episodeId: number,
      seasonNumber: number,
      episode: maybe(z.object({ seasonNumber: z.number() })),
      title: text,
      quality,
      size: number,
      sizeleft: number,
      added: moment,
      estimatedCompletionTime: moment,
      /** `[d.]hh:mm:ss`, zero while it is paused. */
      timeleft: text,
      status: word,
      trackedDownloadStatus: word,
      trackedDownloadState: word,
      statusMessages: listOf(z.object({ title: text, messages: listOf(z.string()) })),
      errorMessage: text,
      /** Of a torrent its hash in capitals; absent while it is delayed. */
      downloadId: text,
      protocol: word,
      downloadClient: text,
      indexer: text,
      outputPath: text,
    }),
  ),
})
export type QueueRecord = z.output<typeof QueuePage>['records'][number]

const HistoryRecord = z.object({
  id: number,
  movieId: number,
  seriesId: number,
  albumId: number,
  episodeId: number,
  seasonNumber: number,
  sourceTitle: text,
  quality,
  date: moment,
  downloadId: text,
  eventType: word,
  /** Each a text; what else is in it may hold an indexer's key. */
  data: maybe(
    z.object({
      indexer: text,
      downloadClient: text,
      downloadClientName: text,
      size: text,
      message: text,
      reason: text,
    }),
  ),
  movie: maybe(z.object({ tmdbId: z.number() })),
  series: maybe(z.object({ tvdbId: z.number() })),
  episode: maybe(z.object({ seasonNumber: z.number() })),
})
export type HistoryRecord = z.output<typeof HistoryRecord>

/** `GET /history`. */
export const HistoryPage = z.object({ totalRecords: number, records: listOf(HistoryRecord) })
/** `GET /history/movie`, `GET /history/series`. */
export const HistoryList = listOf(HistoryRecord)

/** `GET /movie?tmdbId=`. */
export const Movies = listOf(
  z.object({
    id: z.number(),
    tmdbId: number,
    monitored: flag,
    hasFile: flag,
    /** Whether it is out, by what `minimumAvailability` wants. */
    isAvailable: flag,
    minimumAvailability: word,
    inCinemas: moment,
    digitalRelease: moment,
    physicalRelease: moment,
    added: moment,
    path: text,
  }),
)
export type Movie = z.output<typeof Movies>[number]

/** `GET /series?tvdbId=`. */
export const SeriesList = listOf(
  z.object({
    id: z.number(),
    tvdbId: number,
    monitored: flag,
    added: moment,
    path: text,
    nextAiring: moment,
    firstAired: moment,
    seasons: listOf(
      z.object({
        seasonNumber: z.number(),
        monitored: flag,
        statistics: maybe(
          z.object({
            /** Episodes that it has. */
            episodeFileCount: number,
            /** Those that are out and watched for, or there. */
            episodeCount: number,
            totalEpisodeCount: number,
            nextAiring: moment,
          }),
        ),
      }),
    ),
  }),
)
export type Series = z.output<typeof SeriesList>[number]

/** `GET /album/:id`, as far as its artist. */
export const AlbumOf = z.object({ artistId: number })

/** `GET /health`: what it complains of; nothing when it is well. */
export const Health = listOf(z.object({ source: text, type: word, message: text }))
export type Complaint = z.output<typeof Health>[number]

/** `GET /diskspace`. */
export const Disks = listOf(z.object({ path: z.string(), freeSpace: z.number(), totalSpace: number }))
export type Disk = z.output<typeof Disks>[number]

/** `[d.]hh:mm:ss[.fffffff]` in milliseconds; null for what is no such text. */
export function spanMs(said: string | null): number | null {
  const [, days = '0', hours, minutes, seconds] = /^(?:(\d+)\.)?(\d+):(\d\d):(\d\d)(?:\.\d+)?$/.exec(said ?? '') ?? []
  if (hours === undefined) return null
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000
}
