import { defineOutside, joinUrl, OutsideError, type OutsideRequest, provided } from '../../../bus/index.ts'
import { luceneOf } from './lucene.ts'
import { createPace, type Pace } from './pace.ts'
import { ReleaseGroup, ReleaseGroupPage } from './shapes.ts'

/** Where MusicBrainz is, and as whom it is asked. */
export interface MusicBrainzPlace {
  /** In its place, without a slash at the end; undefined is the real one. */
  url: string | undefined
  /** Names the program and where its owner is found: others are refused. */
  userAgent: string
}
export const musicBrainzPlace = provided<MusicBrainzPlace>('requests.music-brainz')

const REAL = 'https://musicbrainz.org'

/** Tried once: a repeat would come within the second. */
const outside = defineOutside({ name: 'MusicBrainz', timeoutMs: 8000, tries: 1 })

/** It allows one question a second, and counts when they arrive. */
const EVERY_MS = 1100
/** Whoever comes later would wait longer than a person does. */
const MOST_WAITING = 4
export const ALBUMS_A_PAGE = 25

/** How long one may wait in all, and who asks. */
export interface Asking {
  signal: AbortSignal
  by?: string | null
}

const KEPT_MS = 10 * 60_000
const MOST_KEPT = 300
const PACES = new Map<string, Pace>()
const ANSWERS = new Map<string, { at: number; page: ReleaseGroupPage }>()

/** For tests and for whoever moved it: one pace for each address, shared by the whole process. */
function paceOf(url: string): Pace {
  const known = PACES.get(url) ?? createPace({ everyMs: EVERY_MS, most: MOST_WAITING })
  PACES.set(url, known)
  return known
}

async function call<const R extends Omit<OutsideRequest, 'url' | 'headers'>>(
  { url = REAL, userAgent }: MusicBrainzPlace,
  path: string,
  request: R,
  { signal, by = null }: Asking,
) {
  const pace = paceOf(url)
  await pace.turn(signal, by)
  try {
    const headers = { 'user-agent': userAgent, accept: 'application/json' }
    return await outside.call({ ...request, url: joinUrl(url, `/ws/2${path}`), headers, signal })
  } catch (error) {
    if (error instanceof OutsideError && error.status === 503) pace.rest(error.retryAfterMs ?? EVERY_MS)
    throw error
  }
}

/**
 * One page of albums that fit, by title and artist. What was asked within ten minutes is not asked again. Throws
 * `OutsideError`, `TooMany`, `Superseded`, or the signal's reason.
 */
export async function searchAlbums(
  place: MusicBrainzPlace,
  query: string,
  page: number,
  asking: Asking,
): Promise<ReleaseGroupPage> {
  const key = `${place.url ?? ''} ${page} ${query.toLowerCase()}`
  const known = ANSWERS.get(key)
  if (known && Date.now() - known.at < KEPT_MS) return known.page
  const asked = {
    query: luceneOf(query),
    fmt: 'json',
    limit: ALBUMS_A_PAGE,
    offset: (page - 1) * ALBUMS_A_PAGE,
  }
  const { data } = await call(place, '/release-group', { query: asked, schema: ReleaseGroupPage }, asking)
  ANSWERS.delete(key)
  ANSWERS.set(key, { at: Date.now(), page: data })
  for (const old of ANSWERS.keys()) {
    if (ANSWERS.size <= MOST_KEPT) break
    ANSWERS.delete(old)
  }
  return data
}

/** An album with its genres; null when there is none with this id. Throws as `searchAlbums` does. */
export async function readAlbum(place: MusicBrainzPlace, id: string, asking: Asking): Promise<ReleaseGroup | null> {
  const query = { fmt: 'json', inc: 'artist-credits genres ratings' }
  const { status, data } = await call(
    place,
    `/release-group/${id}`,
    { query, schema: ReleaseGroup, expect: [404] },
    asking,
  )
  return status === 200 && data ? data : null
}
