import { createHash } from 'node:crypto'
import { GetPoster } from '../../../contracts/media.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction, OutsideError } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import { seerrOf } from '../seerr/connected.ts'
import { readPicture } from '../seerr/pictures.ts'
import { keptPosters, MOST_BYTES, MOST_IN_ANSWER, rasterType, tmdbFile, WIDTHS } from './picture.ts'

const PATIENCE_MS = 9000

/** There is none in this width. */
class NoPicture extends Error {}

export default defineFunction({
  name: 'requests.image',
  summary: 'Gives a picture of TMDB, from Seerr the first time.',
  domain: requests,
  answers: GetPoster,
  calls: [GetConnection],
  async run({ id, size }, ctx) {
    const file = tmdbFile(id)
    if (!file) return ctx.refuse('NOT_FOUND')
    const cache = ctx.provided(keptPosters)
    let connected: Promise<Seerr | null> | undefined
    for (const width of WIDTHS[size]) {
      try {
        const bytes = await cache.take(`${width}${file}`, async () => {
          const seerr = await (connected ??= seerrOf(ctx))
          const read = seerr && (await readPicture(seerr, `/t/p/${width}${file}`, AbortSignal.timeout(PATIENCE_MS)))
          if (!read || read.byteLength > MOST_BYTES || !rasterType(read)) throw new NoPicture()
          return read
        })
        const contentType = rasterType(bytes)
        if (!contentType || bytes.byteLength > MOST_IN_ANSWER) continue
        const etag = createHash('sha256').update(bytes).digest('base64url').slice(0, 22)
        return { contentType, base64: bytes.toString('base64'), etag }
      } catch (error) {
        if (error instanceof NoPicture) continue
        if (error instanceof OutsideError) return ctx.refuse('UPSTREAM_FAILED', error.message)
        if (error instanceof Error && error.name === 'TimeoutError')
          return ctx.refuse('UPSTREAM_FAILED', 'Seerr takes too long to give this picture.')
        throw error
      }
    }
    return ctx.refuse('NOT_FOUND', 'There is no such picture now.')
  },
})
