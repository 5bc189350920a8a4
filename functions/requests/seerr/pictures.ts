import type { Seerr } from './client.ts'

/** Below `/imageproxy/tmdb` since Jellyseerr 2.7, below `/imageproxy` before and in Overseerr. */
const ROOTS = ['/imageproxy', '/imageproxy/tmdb'] as const

/** Where the pictures of each address were found. */
const found = new Map<string, (typeof ROOTS)[number]>()

/**
 * A picture through its own proxy of TMDB: `path` is TMDB's, `/t/p/w342/abc.jpg`. Null when it has none; it answers 500
 * then, and 400 or 403 where the proxy lies elsewhere. Throws `OutsideError`.
 */
export async function readPicture(seerr: Seerr, path: string, signal: AbortSignal): Promise<Buffer | null> {
  const known = found.get(seerr.origin)
  for (const root of known ? [known, ...ROOTS.filter((one) => one !== known)] : ROOTS) {
    const request = { accept: 'picture', expect: [400, 403, 404, 500], signal } as const
    const { status, data } = await seerr.call(`${root}${path}`, request, { below: '/' })
    if (status !== 200 || !data?.byteLength) continue
    found.set(seerr.origin, root)
    return data
  }
  return null
}
