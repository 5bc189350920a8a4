import { z } from 'zod'
import type { Album } from '../../house/music.ts'
import type { Route } from '../product.ts'
import { added, bodyOf, faultsOf, find, historyOf, invalid, type Invalid, notFound, number } from './routes.ts'
import { artistNumber, artistShape, itemShape } from './shapes.ts'
import { addItem, type ArrWorld, type Item, itemOf, runCommand } from './world.ts'

const artist = added.extend({ foreignArtistId: z.string(), metadataProfileId: z.number().default(0) })
const album = z.looseObject({
  foreignAlbumId: z.string(),
  monitored: z.boolean().default(true),
  artist: artist.optional(),
  addOptions: z.looseObject({ searchForNewAlbum: z.boolean().default(false) }).optional(),
})
const monitoring = z.looseObject({ albumIds: z.array(z.number()), monitored: z.boolean() })

const shapeOf = (item: Item) => itemShape(item.of, item)
const albumIn = ({ of }: Item): Album | undefined => ('album' in of ? of.album : undefined)

/** `lidarr:<mbid>` or words; what it looks after already has its `id`. */
function lookUp(world: ArrWorld, term: string, mbidOf: (album: Album) => string): Album[] {
  const [, id] = /^lidarr(?:id)?:\s*([\w-]+)$/i.exec(term) ?? []
  const words = term.toLowerCase()
  return world.albums.filter((one) =>
    id === undefined ? `${one.artist.name} ${one.title}`.toLowerCase().includes(words) : mbidOf(one) === id,
  )
}

export function lidarrRoutes(world: ArrWorld): Record<string, Route> {
  // an artist is looked after once added, also before any of the albums is
  const artists = new Map<string, z.infer<typeof artist>>()
  const own = (id: string) => world.items.filter((item) => albumIn(item)?.artist.id === id)
  const shown = (id: string) => {
    const first = world.albums.find((one) => one.artist.id === id)
    if (!first) return undefined
    const kept = artists.get(id)
    const shape = artistShape(first, own(id))
    return kept
      ? {
          ...shape,
          monitored: kept.monitored,
          id: artistNumber(id),
          qualityProfileId: kept.qualityProfileId,
          metadataProfileId: kept.metadataProfileId,
          rootFolderPath: kept.rootFolderPath,
        }
      : shape
  }
  const faultsIn = (sent: z.infer<typeof artist>): Invalid[] => {
    const faults = faultsOf(sent, world)
    if (sent.metadataProfileId !== 1) {
      const errorMessage = "'Metadata Profile Id' must be greater than '0'."
      faults.push({ propertyName: 'MetadataProfileId', errorMessage, attemptedValue: sent.metadataProfileId })
    }
    return faults
  }
  return {
    'GET /api/v1/metadataprofile': () =>
      Response.json([{ id: 1, name: 'Standard', primaryAlbumTypes: [], secondaryAlbumTypes: [], releaseStatuses: [] }]),
    'GET /api/v1/artist': () => Response.json([...artists.keys()].map(shown)),
    'GET /api/v1/artist/lookup': (c) => {
      const found = lookUp(world, c.req.query('term') ?? '', (one) => one.artist.id)
      return Response.json([...new Set(found.map((one) => one.artist.id))].map(shown))
    },
    'POST /api/v1/artist': async (c) => {
      const sent = artist.safeParse(await bodyOf(c))
      if (!sent.success)
        return invalid([{ propertyName: 'ForeignArtistId', errorMessage: "'Foreign Artist Id' must not be empty." }])
      const { foreignArtistId } = sent.data
      const faults = faultsIn(sent.data)
      if (!shown(foreignArtistId)) {
        faults.push({
          propertyName: 'ForeignArtistId',
          errorMessage: 'An artist with this ID was not found',
          attemptedValue: foreignArtistId,
        })
      }
      if (artists.has(foreignArtistId)) {
        const errorMessage = 'This artist has already been added.'
        faults.push({ propertyName: 'ForeignArtistId', errorMessage, errorCode: 'ArtistExistsValidator' })
      }
      if (faults.length > 0) return invalid(faults)
      artists.set(foreignArtistId, sent.data)
      return Response.json(shown(foreignArtistId), { status: 201 })
    },
    'GET /api/v1/album': (c) => {
      const id = c.req.query('foreignAlbumId')
      const artistId = number(c, 'artistId')
      const found = world.items.filter((item) => {
        const of = albumIn(item)
        return (
          of &&
          (id === undefined || of.id === id) &&
          (artistId === undefined || artistNumber(of.artist.id) === artistId)
        )
      })
      return Response.json(found.map(shapeOf))
    },
    'GET /api/v1/album/lookup': (c) => {
      const found = lookUp(world, c.req.query('term') ?? '', (one) => one.id)
      return Response.json(found.map((one) => itemShape({ album: one }, itemOf(world, one.id))))
    },
    'GET /api/v1/album/:id': (c) => {
      const item = find(world, Number(c.req.param('id')))
      return item ? Response.json(shapeOf(item)) : notFound()
    },
    'POST /api/v1/album': async (c) => {
      const sent = album.safeParse(await bodyOf(c))
      if (!sent.success)
        return invalid([{ propertyName: 'ForeignAlbumId', errorMessage: "'Foreign Album Id' must not be empty." }])
      const { foreignAlbumId, monitored, addOptions, artist: whose } = sent.data
      const of = world.albums.find(({ id }) => id === foreignAlbumId)
      const kept = of && (artists.get(of.artist.id) ?? whose)
      const faults: Invalid[] = kept
        ? faultsIn(kept)
        : [{ propertyName: 'Artist', errorMessage: "'Artist' must not be empty." }]
      if (!of)
        faults.push({
          propertyName: 'ForeignAlbumId',
          errorMessage: 'An album with this ID was not found',
          attemptedValue: foreignAlbumId,
        })
      if (itemOf(world, foreignAlbumId)) {
        const errorMessage = 'This album has already been added.'
        faults.push({ propertyName: 'ForeignAlbumId', errorMessage, errorCode: 'AlbumExistsValidator' })
      }
      if (!of || !kept || faults.length > 0) return invalid(faults)
      artists.set(of.artist.id, kept)
      const item = addItem(world, { album: of }, { ...kept, monitored })
      if (addOptions?.searchForNewAlbum) runCommand(world, 'AlbumSearch', item)
      return Response.json(shapeOf(item), { status: 201 })
    },
    'PUT /api/v1/album/monitor': async (c) => {
      const sent = monitoring.safeParse(await bodyOf(c))
      if (!sent.success) return invalid([{ propertyName: 'AlbumIds', errorMessage: "'Album Ids' must not be empty." }])
      const chosen = world.items.filter(({ id }) => sent.data.albumIds.includes(id))
      for (const item of chosen) item.monitored = sent.data.monitored
      return Response.json(chosen.map(shapeOf), { status: 202 })
    },
    'GET /api/v1/history/artist': (c) => {
      const id = number(c, 'albumId')
      return historyOf(world, c, id === undefined ? undefined : find(world, id))
    },
  }
}
