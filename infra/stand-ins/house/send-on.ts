import { ofetch } from 'ofetch'
import type { ArrStandIn } from '../services.ts'
import { REQUEST, type MediaRequest } from '../services/seerr/entities.ts'
import { knownTitle, type SendOn, type World } from '../services/seerr/world.ts'
import type { Title } from './titles.ts'

const TIMEOUT_MS = 10_000

/** What Seerr does with an approved request: asks Radarr or Sonarr by HTTP whether it has it, and adds or widens it. */
export function sendOnTo(radarr: ArrStandIn, sonarr: ArrStandIn, world: () => World): SendOn {
  return async (request) => {
    const { mediaType, tmdbId } = request.media
    const title = knownTitle(world(), mediaType, tmdbId)
    if (!title) return undefined
    const sent =
      mediaType === 'movie' ? await addMovie(radarr, title) : await addSeries(sonarr, title, seasonsOf(request))
    return { externalServiceId: sent.id, slug: sent.titleSlug }
  }
}

interface Kept {
  id: number
  titleSlug: string
  seasons?: { seasonNumber: number; monitored: boolean }[]
}

function seasonsOf({ seasons, status }: MediaRequest): number[] {
  return status === REQUEST.declined ? [] : seasons.map(({ seasonNumber }) => seasonNumber)
}

function call<T>(arr: ArrStandIn, method: string, path: string, body?: object): Promise<T> {
  return ofetch<T>(`${arr.url}/api/v3${path}`, {
    method,
    headers: { 'x-api-key': arr.key },
    ...(body ? { body } : {}),
    retry: 0,
    timeout: TIMEOUT_MS,
  })
}

const place = ({ arr }: ArrStandIn) => ({ qualityProfileId: 1, rootFolderPath: arr.disk.path, monitored: true })

async function addMovie(radarr: ArrStandIn, title: Title): Promise<Kept> {
  const [known] = await call<Kept[]>(radarr, 'GET', `/movie?tmdbId=${title.tmdbId}`)
  if (!known) {
    const addOptions = { searchForMovie: true }
    const body = { title: title.title, tmdbId: title.tmdbId, year: title.year, ...place(radarr), addOptions }
    return await call<Kept>(radarr, 'POST', '/movie', body)
  }
  await call(radarr, 'PUT', `/movie/${known.id}`, { ...known, monitored: true })
  await call(radarr, 'POST', '/command', { name: 'MoviesSearch', movieIds: [known.id] })
  return known
}

async function addSeries(sonarr: ArrStandIn, title: Title, wanted: number[]): Promise<Kept> {
  const [known] = await call<Kept[]>(sonarr, 'GET', `/series?tvdbId=${title.tvdbId}`)
  if (!known) {
    const seasons = (title.seasons ?? []).map(({ number }) => ({
      seasonNumber: number,
      monitored: wanted.includes(number),
    }))
    const addOptions = { searchForMissingEpisodes: true }
    const body = { title: title.title, tvdbId: title.tvdbId, seasons, seasonFolder: true, ...place(sonarr), addOptions }
    return await call<Kept>(sonarr, 'POST', '/series', body)
  }
  const seasons = known.seasons?.map((season) =>
    wanted.includes(season.seasonNumber) ? { ...season, monitored: true } : season,
  )
  await call(sonarr, 'PUT', `/series/${known.id}`, { ...known, monitored: true, seasons })
  await call(sonarr, 'POST', '/command', { name: 'SeriesSearch', seriesId: known.id })
  return known
}
