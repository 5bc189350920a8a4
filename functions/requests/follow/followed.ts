import { z } from 'zod'

const at = z.iso.datetime()

/** A season that was asked for, a whole film or a whole album. */
const Part = z.object({
  /** Null of a film or album. */
  season: z.int().nullable(),
  monitored: z.boolean(),
  /** Files that can be had of it by now, and those that are there. */
  wanted: z.int(),
  there: z.int(),
  /** When the next of it comes out; null when nobody knows or all of it is out. */
  nextAt: at.nullable(),
})
export type Part = z.infer<typeof Part>

/** A film, series or album as Radarr, Sonarr or Lidarr has it. */
export const There = z.object({
  /** Where: what it is numbered there is only true there. */
  url: z.string(),
  id: z.int(),
  addedAt: at.nullable(),
  monitored: z.boolean(),
  path: z.string().nullable(),
  /** The day on which a film that is not out comes out, with which kind of release; null when it is out. */
  release: z.object({ at: at.nullable(), words: z.string() }).nullable(),
  parts: z.array(Part),
})
export type There = z.infer<typeof There>

/** A download that was seen for it. */
const Loaded = z.object({
  grabbedAt: at,
  release: z.string().nullable(),
  client: z.string().nullable(),
  began: z.boolean(),
  end: z.enum(['imported', 'failed']).nullable(),
  /** Why it failed. */
  words: z.string().nullable(),
})
export type Loaded = z.infer<typeof Loaded>

/** What was seen of a request at Radarr or Sonarr, to tell news from repeats; kept in `request.followed`. */
export const Followed = z.object({
  /** Null when it is not there; undefined as long as nobody looked. */
  there: There.nullish(),
  /** When that was looked up, and how often in vain since it was there. */
  lookedAt: at.nullable().default(null),
  misses: z.int().default(0),
  /** When it was first seen there. */
  handedOnAt: at.nullable().default(null),
  /** By the id of the download; the newest 40. */
  loaded: z.record(z.string(), Loaded).default({}),
  /** The reason under which it is late now, and what that is about. */
  late: z.object({ code: z.string(), about: z.string() }).nullable().default(null),
})
export type Followed = z.infer<typeof Followed>

/** What is unreadable is as if nobody had looked yet. */
export function followedOf(stored: Record<string, unknown> | null): Followed {
  const read = Followed.safeParse(stored ?? {})
  return read.success ? read.data : Followed.parse({})
}
