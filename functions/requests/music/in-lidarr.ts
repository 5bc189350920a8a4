import { OutsideError } from '../../../bus/index.ts'
import type { Availability } from '../../../contracts/media.ts'
import { availabilityOf, findAlbum } from '../arr/albums.ts'
import type { Arr } from '../arr/client.ts'

/** Whoever looks through results waits no longer for what Lidarr has of them. */
const PATIENCE_MS = 1500
const AT_ONCE = 6
/** What it has changes slowly; what is asked for is known here at once. */
const KEPT_MS = 30_000
const MOST_KEPT = 1000

const known = new Map<string, { at: number; available: Availability }>()

/**
 * What Lidarr has of each of these albums, one short question for each that was not asked for just now. What it did not
 * say in time is missing.
 */
export async function inLidarr(
  lidarr: Arr,
  mbids: readonly string[],
  signal: AbortSignal,
): Promise<Map<string, Availability>> {
  const within = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)])
  const found = new Map<string, Availability>()
  const left: string[] = []
  for (const mbid of new Set(mbids)) {
    const before = known.get(`${lidarr.url} ${mbid}`)
    if (before && Date.now() - before.at < KEPT_MS) found.set(mbid, before.available)
    else left.push(mbid)
  }
  const ask = async (): Promise<void> => {
    for (let mbid = left.shift(); mbid !== undefined; mbid = left.shift()) {
      const album = await findAlbum(lidarr, mbid, { signal: within, timeoutMs: PATIENCE_MS })
      const available = album ? availabilityOf(album) : 'no'
      found.set(mbid, available)
      keep(`${lidarr.url} ${mbid}`, available)
    }
  }
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, ask))
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof OutsideError) && !within.aborted) throw error
    left.length = 0
  }
  return found
}

function keep(key: string, available: Availability): void {
  known.delete(key)
  known.set(key, { at: Date.now(), available })
  for (const old of known.keys()) {
    if (known.size <= MOST_KEPT) break
    known.delete(old)
  }
}
