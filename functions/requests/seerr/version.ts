import type { Seerr } from './client.ts'
import { PublicSettings, Status } from './shapes.ts'

export type SeerrProduct = 'Overseerr' | 'Jellyseerr' | 'Seerr'

/** Which of the three it is, and in what they differ. */
export interface SeerrVersion {
  product: SeerrProduct
  version: string
  /** Whether a fulfilled request becomes COMPLETED and what is gone DELETED; before, only the media tells. */
  completes: boolean
  /** Whether lists of requests take `sortDirection`, and the filters `completed` and `deleted`. */
  sortsBothWays: boolean
  /** Whether season 0 may be asked for. */
  takesSpecials: boolean
  offers4k: { movie: boolean; tv: boolean }
  /** Where TMDB's pictures lie, at the root: `/imageproxy/tmdb`, then `/t/p/w342/abc.jpg`. */
  imageProxy: '/imageproxy' | '/imageproxy/tmdb'
}

const KEPT_MS = 10 * 60_000
const known = new Map<string, { at: number; version: SeerrVersion }>()

/** Asked for every ten minutes: it may be updated, or another may stand at the address. Throws `OutsideError`. */
export async function versionOf(seerr: Seerr, signal?: AbortSignal): Promise<SeerrVersion> {
  const before = known.get(seerr.origin)
  if (before && Date.now() - before.at < KEPT_MS) return before.version
  const passing = signal ? { signal } : {}
  const [{ data: status }, { data: settings }] = await Promise.all([
    seerr.call('/status', { schema: Status, ...passing }),
    seerr.call('/settings/public', { schema: PublicSettings, ...passing }),
  ])
  const version = tellApart(status.version, settings)
  known.set(seerr.origin, { at: Date.now(), version })
  return version
}

/** Overseerr ended with 1.x and knows no other media server; Jellyseerr is 1.x and 2.x, Seerr 3.x. */
export function tellApart(
  version: string,
  settings: {
    mediaServerType?: number | null | undefined
    movie4kEnabled: boolean
    series4kEnabled: boolean
    enableSpecialEpisodes: boolean
  },
): SeerrVersion {
  const [major = 0, minor = 0] = /^v?(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number) ?? []
  const isOverseerr = settings.mediaServerType === null || settings.mediaServerType === undefined
  const product = isOverseerr ? 'Overseerr' : major === 1 || major === 2 ? 'Jellyseerr' : 'Seerr'
  const numbered = major > 0
  // a development version has no number and is newer than every release
  const since = (from: number, then: number): boolean =>
    !isOverseerr && (!numbered || major > from || (major === from && minor >= then))
  return {
    product,
    version,
    completes: since(2, 6),
    sortsBothWays: since(2, 6),
    takesSpecials: isOverseerr || settings.enableSpecialEpisodes,
    offers4k: { movie: settings.movie4kEnabled, tv: settings.series4kEnabled },
    imageProxy: since(2, 0) ? '/imageproxy/tmdb' : '/imageproxy',
  }
}
