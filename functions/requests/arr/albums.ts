import { z } from 'zod'
import type { Availability } from '../../../contracts/media.ts'
import type { Arr } from './client.ts'

const maybe = <S extends z.ZodType>(schema: S) => schema.nullish().catch(null)
const count = maybe(z.number())

/** `GET /album`, `/album/lookup`: `id` only of those that Lidarr looks after. What is sent back is sent whole. */
export const ArrAlbum = z.looseObject({
  id: count,
  title: maybe(z.string()),
  foreignAlbumId: z.string(),
  monitored: maybe(z.boolean()),
  overview: maybe(z.string()),
  releaseDate: maybe(z.string()),
  statistics: maybe(z.object({ trackFileCount: count, trackCount: count, totalTrackCount: count })),
  artist: maybe(
    z.looseObject({
      id: count,
      artistName: maybe(z.string()),
      foreignArtistId: maybe(z.string()),
      path: maybe(z.string()),
      added: maybe(z.string()),
    }),
  ),
})
export type ArrAlbum = z.output<typeof ArrAlbum>

/** How long one call may take. */
interface Patience {
  signal?: AbortSignal
  timeoutMs?: number
}

/** The album with this MusicBrainz id (of its release group) as Lidarr has it; null when it does not. */
export async function findAlbum(arr: Arr, mbid: string, patience: Patience): Promise<ArrAlbum | null> {
  const { data } = await arr.call('/album', {
    query: { foreignAlbumId: mbid },
    schema: z.array(ArrAlbum),
    ...patience,
  })
  return data.find(({ foreignAlbumId }) => foreignAlbumId === mbid) ?? null
}

/** The album as Lidarr's own source of titles knows it; null when that has none. */
export async function lookUpAlbum(arr: Arr, mbid: string, patience: Patience): Promise<ArrAlbum | null> {
  const { data } = await arr.call('/album/lookup', {
    query: { term: `lidarr:${mbid}` },
    schema: z.array(ArrAlbum),
    ...patience,
  })
  return data.find(({ foreignAlbumId }) => foreignAlbumId === mbid) ?? null
}

/** Whether its files are there. Tracks that nobody wants do not count, unless none is wanted. */
export function availabilityOf({ statistics }: Pick<ArrAlbum, 'statistics'>): Availability {
  const files = statistics?.trackFileCount ?? 0
  if (files === 0) return 'no'
  return files >= (statistics?.trackCount || statistics?.totalTrackCount || 1) ? 'yes' : 'partly'
}

const Named = z.array(z.object({ id: z.number(), name: maybe(z.string()) }))
const Folders = z.array(
  z.object({
    path: z.string(),
    accessible: maybe(z.boolean()),
    defaultQualityProfileId: count,
    defaultMetadataProfileId: count,
  }),
)

/** Where an album goes and how it is looked for, by Lidarr's first folder and what that has as its defaults. */
export interface AlbumPlace {
  rootFolderPath: string
  qualityProfileId: number
  metadataProfileId: number
}

/** Its first usable folder and profiles; else what is missing, as a sentence for an admin. */
export async function placeFor(arr: Arr, patience: Patience): Promise<AlbumPlace | { missing: string }> {
  const [folders, qualities, metadata] = await Promise.all([
    arr.call('/rootfolder', { schema: Folders, ...patience }),
    arr.call('/qualityprofile', { schema: Named, ...patience }),
    arr.call('/metadataprofile', { schema: Named, ...patience }),
  ])
  const folder = folders.data.find(({ accessible }) => accessible !== false) ?? folders.data[0]
  const pick = (wanted: number | null | undefined, from: z.output<typeof Named>): number | undefined =>
    // Lidarr's own profile `None` takes no album at all
    (from.find(({ id }) => id === wanted) ?? from.find(({ name }) => name !== 'None'))?.id
  const qualityProfileId = pick(folder?.defaultQualityProfileId, qualities.data)
  const metadataProfileId = pick(folder?.defaultMetadataProfileId, metadata.data)
  if (!folder) return { missing: 'Lidarr has no root folder yet: add one there in Settings, Media Management.' }
  if (qualityProfileId === undefined || metadataProfileId === undefined)
    return { missing: 'Lidarr has no profiles yet: add a quality and a metadata profile there in Settings, Profiles.' }
  return { rootFolderPath: folder.path, qualityProfileId, metadataProfileId }
}

const Fault = z.object({
  propertyName: maybe(z.string()),
  errorMessage: maybe(z.string()),
  errorCode: maybe(z.string()),
})
const Faults = z.array(Fault)

/** What came of adding: the album, or in Lidarr's words why not. */
export type Added = { album: ArrAlbum } | { faults: string; exists: boolean }

/** Adds an album with its artist, who is looked after for this album alone, and has it searched for. */
export async function addAlbum(arr: Arr, found: ArrAlbum, place: AlbumPlace, patience: Patience): Promise<Added> {
  const artist = {
    ...found.artist,
    ...place,
    monitored: true,
    monitorNewItems: 'none',
    addOptions: { monitor: 'none', searchForMissingAlbums: false },
  }
  const body = {
    ...found,
    monitored: true,
    artist,
    // by hand, so that a metadata profile without its type does not take it out again
    addOptions: { addType: 'manual', searchForNewAlbum: true },
  }
  const { status, data } = await arr.call('/album', {
    method: 'POST',
    body,
    schema: z.union([ArrAlbum, Faults]),
    expect: [400, 409],
    ...patience,
  })
  if (status < 300 && data && 'foreignAlbumId' in data) return { album: data }
  const faults = Array.isArray(data) ? data : []
  return {
    faults: faults.flatMap(({ errorMessage }) => errorMessage ?? []).join(' ') || 'It does not say why.',
    exists: status === 409 || faults.some(({ errorCode }) => errorCode === 'AlbumExistsValidator'),
  }
}

/** Has an album that it has already looked after and searched for. */
export async function wantAlbum(arr: Arr, id: number, patience: Patience): Promise<void> {
  await arr.call('/album/monitor', { method: 'PUT', body: { albumIds: [id], monitored: true }, ...patience })
  await arr.call('/command', { method: 'POST', body: { name: 'AlbumSearch', albumIds: [id] }, ...patience })
}
