import { createHash } from 'node:crypto'
import { GetPlexImage } from '../../../contracts/media.ts'
import type { ItemKind } from '../../../contracts/plex-library.ts'
import { RefreshPerson } from '../../../contracts/plex-library.ts'
import { GetPlexAccess } from '../../../contracts/standing.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { defineFunction, OutsideError, Refused } from '../../../bus/index.ts'
import { library } from '../domain.ts'
import { connectedHouse } from '../house.ts'
import { viewerOrWhy } from '../people/viewer.ts'
import { plexServer } from '../plex/server.ts'
import { pictureOfId } from './id.ts'
import { keptPictures } from './kept.ts'
import { rasterType } from './raster.ts'

/** Height for a width: posters stand, covers are square, the rest is wide. */
const WIDE = 9 / 16
const RATIO: Partial<Record<ItemKind, number>> = { episode: WIDE, artist: 1, album: 1, track: 1 }
const POSTER = 3 / 2

export default defineFunction({
  name: 'library.image',
  summary: 'Gives a picture of the Plex library to whoever may see the item.',
  domain: library,
  acts: GetPlexImage,
  calls: [GetPlexAccess, GetConnection, RefreshPerson],
  timeout: '20s',
  async run({ id, size }, ctx) {
    const asked = pictureOfId(id)
    if (!asked) return ctx.refuse('NOT_FOUND')
    // what to do about the library says the library; a picture that one may not see is none
    const viewer = await viewerOrWhy(ctx)
    if (typeof viewer === 'string') return ctx.refuse('NOT_FOUND')
    const item = await ctx.db
      .selectFrom('item')
      .select(['rating_key', 'kind', 'thumb', 'art'])
      .where('rating_key', '=', asked.ratingKey)
      .where('section_key', 'in', [...viewer.sections, ''])
      .executeTakeFirst()
    const path = item?.[asked.kind] ?? null
    if (!item || path === null) return ctx.refuse('NOT_FOUND')
    const width = Number(size)
    const height = Math.round(width * (asked.kind === 'art' ? WIDE : (RATIO[item.kind] ?? POSTER)))
    const { bytes, contentType } = await ctx
      .provided(keptPictures)
      .take(`${path} ${width}x${height}`, async () => {
        const house = await connectedHouse(ctx)
        if (!house) throw new Refused('UPSTREAM_FAILED', 'No Plex server is connected.')
        const found = await plexServer({ ...house, signal: ctx.signal, timeoutMs: 8000 }).picture(path, {
          width,
          height,
        })
        if (!found || rasterType(found) === null) throw new NoPicture()
        return found
      })
      .then((bytes) => ({ bytes, contentType: rasterType(bytes) }))
      .catch((error: unknown) => {
        if (error instanceof NoPicture) return ctx.refuse('NOT_FOUND')
        if (error instanceof OutsideError || error instanceof Refused)
          return ctx.refuse('UPSTREAM_FAILED', viewer.told(error.message))
        throw error
      })
    if (contentType === null) return ctx.refuse('NOT_FOUND')
    const etag = createHash('sha256').update(bytes).digest('base64url').slice(0, 27)
    return { contentType, base64: bytes.toString('base64'), etag }
  },
})

/** Plex has none there, or what it gave is no picture. */
class NoPicture extends Error {
  override readonly name = 'NoPicture'
}
