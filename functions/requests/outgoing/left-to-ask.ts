import type { Movie, RequestBeside, Tv } from '../seerr/shapes.ts'
import { MEDIA, OVER } from '../seerr/states.ts'
import { type Refusal, refused } from './outcome.ts'

/** What somebody asks for. */
export interface Wanted {
  mediaType: 'movie' | 'tv'
  tmdbId: number
  is4k: boolean
  /** Of a series; empty for a film. */
  seasons: readonly number[] | 'all'
}

/** Which seasons are still to be asked for (none of a film), or why there is nothing. */
export function leftToAsk(
  wanted: Wanted,
  details: Pick<Movie, 'mediaInfo'> & { seasons?: Tv['seasons'] },
  takesSpecials: boolean,
): Refusal | { is: 'open'; seasons: number[] } {
  const info = details.mediaInfo
  const field = wanted.is4k ? 'status4k' : 'status'
  if (info && (info.status === MEDIA.blocklisted || info[field] === MEDIA.blocklisted))
    return refused('BLOCKLISTED', 'The person who runs this house does not want this title here.')
  const open = (info?.requests ?? []).filter(({ is4k, status }) => is4k === wanted.is4k && !OVER.includes(status))
  if (wanted.mediaType === 'movie') {
    if (info?.[field] === MEDIA.available) return refused('ALREADY_AVAILABLE', 'This film is in the library already.')
    const [first] = open
    return first ? alreadyAsked(first) : { is: 'open', seasons: [] }
  }
  const all = (details.seasons ?? []).map(({ seasonNumber }) => seasonNumber)
  const unknown = wanted.seasons === 'all' ? [] : wanted.seasons.filter((number) => !all.includes(number))
  if (unknown.length > 0) return refused('INVALID', `This series has no season ${unknown.join(', ')}.`)
  const named = wanted.seasons === 'all' ? all.filter((number) => number > 0) : [...new Set(wanted.seasons)]
  const seasons = named.filter((number) => number > 0 || takesSpecials).sort((a, b) => a - b)
  if (seasons.length === 0)
    return refused(
      'INVALID',
      named.length > 0 ? 'Seerr does not take specials here.' : 'This series has no seasons yet.',
    )
  const there = new Set(
    (info?.seasons ?? []).filter((one) => one[field] === MEDIA.available).map(({ seasonNumber }) => seasonNumber),
  )
  const holder = (number: number): RequestBeside | undefined =>
    open.find((request) => request.seasons.some(({ seasonNumber }) => seasonNumber === number))
  const left = seasons.filter((number) => !there.has(number) && !holder(number))
  if (left.length > 0) return { is: 'open', seasons: left }
  if (seasons.every((number) => there.has(number)))
    return refused('ALREADY_AVAILABLE', 'All of these seasons are in the library already.')
  const holders = new Set(seasons.map(holder))
  const [only] = holders
  if (holders.size === 1 && only) return alreadyAsked(only)
  return refused('NO_SEASONS_LEFT', 'All of these seasons are there or asked for already.')
}

const alreadyAsked = ({ id, requestedBy }: RequestBeside): Refusal =>
  refused('ALREADY_REQUESTED', 'This was asked for already.', { seerrId: id, by: requestedBy?.id ?? null })
