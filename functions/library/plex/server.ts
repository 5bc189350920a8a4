import { type AnswerTo, defineOutside, joinUrl, OutsideError } from '../../../bus/index.ts'
import { Items, type Metadata, Root, Sections, type Session, Sessions } from './shapes.ts'

// the one file of the library that speaks with the Plex Media Server; a token goes in a header, never in an address
const server = defineOutside({ name: 'The Plex server', timeoutMs: 15_000, tries: 2, maxBytes: 20_000_000 })

/** The numbers that stand for the kinds in a question. */
const TYPES = { movie: 1, show: 2, season: 3, episode: 4, artist: 8, album: 9, track: 10, collection: 18 } as const
export type ListedKind = keyof typeof TYPES

/** A part of a list: what came, and how many there are in all. The server may give less than was asked for. */
export interface Part {
  items: Metadata[]
  total: number
}

interface Window {
  start: number
  size: number
}

export interface Listed extends Window {
  kind: ListedKind
  /** Plex's words: `addedAt:asc`. */
  sort?: string
  /** Filters, the operator as part of the name: `updatedAt>>`, later than. */
  where?: Readonly<Record<string, string | number>>
}

/** The server as the bearer of a token sees it. Everything throws `OutsideError` when it fails us. */
export interface PlexServer {
  /** Which server it is, and what it is called. */
  identity(): Promise<{ machineId: string; name: string | null }>
  /** Libraries that the bearer may see. */
  sections(): Promise<{ key: string; type: string; title: string; uuid: string | null }[]>
  list(section: string, listed: Listed): Promise<Part>
  /** How many there are. */
  count(section: string, kind: ListedKind): Promise<number>
  collections(section: string, window: Window): Promise<Part>
  members(collection: string, window: Window): Promise<Part>
  /** Everything about those that are there and that the bearer may see. */
  items(ratingKeys: readonly string[]): Promise<Metadata[]>
  children(ratingKey: string, window: Window): Promise<Part>
  /** Every episode or track below. */
  leaves(ratingKey: string, window: Window): Promise<Part>
  onDeck(size: number): Promise<Metadata[]>
  /** What is being played; for the owner alone. */
  sessions(): Promise<Session[]>
  /** `path` is one of Plex's own. Null where there is none. */
  picture(path: string, size: { width: number; height: number }): Promise<Buffer | null>
}

export interface Bearing {
  url: string
  token: string
  signal: AbortSignal
  /** How long one try may take. */
  timeoutMs?: number
}

export function plexServer({ url, token, signal, timeoutMs }: Bearing): PlexServer {
  const own = { 'x-plex-token': token, 'x-plex-product': 'MediaNest' }
  const common = { signal, ...(timeoutMs === undefined ? {} : { timeoutMs }) }
  const paged = ({ start, size }: Window) => ({
    ...own,
    'x-plex-container-start': String(start),
    'x-plex-container-size': String(size),
  })
  const part = async (path: string, window: Window, query: Record<string, string | number> = {}): Promise<Part> => {
    const asked = { url: joinUrl(url, path), headers: paged(window), query, schema: Items, ...common }
    const { MediaContainer: found } = (await server.call(asked)).data
    const total = found.totalSize ?? found.size ?? found.Metadata.length
    return { items: found.Metadata, total }
  }
  return {
    async identity() {
      const { data } = await server.call({ url: joinUrl(url, '/'), headers: own, schema: Root, ...common })
      return { machineId: data.MediaContainer.machineIdentifier, name: data.MediaContainer.friendlyName }
    },
    async sections() {
      const asked = { url: joinUrl(url, '/library/sections'), headers: own, schema: Sections, ...common }
      const { data } = await server.call(asked)
      return data.MediaContainer.Directory.flatMap(({ key, type, title, uuid }) =>
        key === null || type === null ? [] : [{ key, type, title: title ?? key, uuid }],
      )
    },
    list: (section, { kind, sort, where, ...window }) =>
      part(`/library/sections/${encodeURIComponent(section)}/all`, window, {
        type: TYPES[kind],
        includeGuids: 1,
        ...(sort === undefined ? {} : { sort }),
        ...where,
      }),
    async count(section, kind) {
      const path = `/library/sections/${encodeURIComponent(section)}/all`
      return (await part(path, { start: 0, size: 0 }, { type: TYPES[kind] })).total
    },
    collections: (section, window) => part(`/library/sections/${encodeURIComponent(section)}/collections`, window),
    members: (collection, window) => part(`/library/collections/${encodeURIComponent(collection)}/children`, window),
    async items(ratingKeys) {
      const path = `/library/metadata/${ratingKeys.map(encodeURIComponent).join(',')}`
      // none of them is there
      const asked = { url: joinUrl(url, path), headers: own, schema: Items, expect: [404], ...common } as const
      const answer: AnswerTo<typeof asked> = await server.call(asked)
      return answer.data?.MediaContainer.Metadata ?? []
    },
    children: (ratingKey, window) => part(`/library/metadata/${encodeURIComponent(ratingKey)}/children`, window),
    leaves: (ratingKey, window) => part(`/library/metadata/${encodeURIComponent(ratingKey)}/allLeaves`, window),
    onDeck: async (size) => (await part('/library/onDeck', { start: 0, size })).items,
    async sessions() {
      const asked = { url: joinUrl(url, '/status/sessions'), headers: own, schema: Sessions, ...common }
      return (await server.call(asked)).data.MediaContainer.Metadata
    },
    async picture(path, { width, height }) {
      if (!OWN_PATH.test(path)) return null
      const query = { url: path, width, height, minSize: 1, upscale: 0, format: 'jpeg' }
      const asked = {
        url: joinUrl(url, '/photo/:/transcode'),
        headers: own,
        query,
        accept: 'picture',
        expect: [400, 404],
        ...common,
      } as const
      const { status, data } = await server.call(asked)
      return status === 200 ? (data ?? null) : null
    },
  }
}

/** The server fetches any address that it is given: only what lies below these is asked for. */
const OWN_PATH = /^\/library\/(metadata|collections|sections)\/[\w/-]{1,200}$/

/** Why the server fails us, for those of the house: its address is for who runs it. */
export const withoutAddress = (message: string): string => message.replace(/ \([^()]*\)/g, '')

/** Whether the server says that a token opens nothing there; any other failure says nothing of it. */
export const isRefused = (error: unknown): boolean =>
  error instanceof OutsideError && (error.status === 401 || error.status === 403)
