import type { z } from 'zod'
import type { GetPoster, ImageSize } from '../../../contracts/media.ts'
import { type DiskCache, provided } from '../../../bus/index.ts'

/** Where pictures of TMDB are kept. */
export const keptPosters = provided<DiskCache>('requests.pictures')

/** Larger ones are no posters. */
export const MOST_BYTES = 2_000_000
/** As base64 in an answer that fits a message of 1 MB. */
export const MOST_IN_ANSWER = 740_000

/** `t-abc_jpg` is TMDB's `/abc.jpg`; undefined for anything else. */
export const tmdbFile = (id: string): string | undefined => {
  const [, name, kind] = /^t-([\w-]{1,80})_(jpg|jpeg|png|webp)$/.exec(id) ?? []
  return name && kind ? `/${name}.${kind}` : undefined
}

/** TMDB's widths for each of ours, the best first: posters have 92 to 780, backdrops 300, 780 and 1280. */
export const WIDTHS: Readonly<Record<z.output<typeof ImageSize>, readonly [string, ...string[]]>> = {
  '92': ['w92', 'w300'],
  '185': ['w185', 'w300'],
  '342': ['w342', 'w300'],
  '500': ['w500', 'w780', 'w300'],
  '780': ['w780', 'w500', 'w342'],
  '1280': ['w1280', 'w780', 'w500', 'w342'],
}

type ContentType = z.output<typeof GetPoster.result>['contentType']

const SIGNS: readonly [ContentType, (bytes: Buffer) => boolean][] = [
  ['image/jpeg', (bytes) => bytes.subarray(0, 3).equals(Buffer.of(0xff, 0xd8, 0xff))],
  ['image/png', (bytes) => bytes.subarray(0, 8).equals(Buffer.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a))],
  ['image/webp', (bytes) => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP'],
  ['image/gif', (bytes) => ['GIF87a', 'GIF89a'].includes(text(bytes, 0, 6))],
  ['image/avif', (bytes) => text(bytes, 4, 8) === 'ftyp' && ['avif', 'avis'].includes(text(bytes, 8, 12))],
]
const text = (bytes: Buffer, from: number, to: number): string => bytes.subarray(from, to).toString('latin1')

/** What picture it is by its first bytes, whatever it is called; undefined for what is none, an SVG among them. */
export const rasterType = (bytes: Buffer): ContentType | undefined => SIGNS.find(([, is]) => is(bytes))?.[0]
