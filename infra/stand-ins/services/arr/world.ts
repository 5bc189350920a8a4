import type { Album } from '../../house/music.ts'
import { ALBUMS } from '../../house/music.ts'
import { type Title, TITLES } from '../../house/titles.ts'
import type { ClientName, Job } from '../downloads/jobs.ts'

export type ArrKind = 'radarr' | 'sonarr' | 'lidarr'

/** What a file may be missing for: the film itself, an episode, or an album. */
export interface Part {
  id: number
  season: number
  number: number
  monitored: boolean
  hasFile: boolean
}

/** A film, a series or an album that it looks after. */
export interface Item {
  id: number
  of: { title: Title } | { album: Album }
  monitored: boolean
  qualityProfileId: number
  metadataProfileId: number
  rootFolderPath: string
  /** ISO 8601. */
  added: string
  parts: Part[]
}

/** Something that was grabbed and is in the queue: a season pack stands there once for each episode. */
export interface Download {
  id: number
  item: Item
  parts: Part[]
  job: Job
  client: ClientName
  release: string
  indexer: string
  state: 'downloading' | 'importBlocked' | 'importPending' | 'importing' | 'imported' | 'failedPending' | 'failed'
  messages: string[]
}

export interface HistoryEntry {
  id: number
  item: Item
  part: Part
  eventType: string
  release: string
  downloadId: string
  /** ISO 8601. */
  date: string
  data: Record<string, string>
}

export interface Health {
  source: string
  type: 'notice' | 'warning' | 'error'
  message: string
}

export interface Command {
  id: number
  name: string
  message: string
  status: 'queued' | 'started' | 'completed'
  queued: string
}

/** Everything that one running Radarr, Sonarr or Lidarr knows. */
export interface ArrWorld {
  readonly kind: ArrKind
  readonly titles: readonly Title[]
  readonly albums: readonly Album[]
  readonly items: Item[]
  readonly queue: Download[]
  readonly history: HistoryEntry[]
  readonly health: Health[]
  readonly commands: Command[]
  disk: { path: string; freeBytes: number; totalBytes: number }
  nextId(of: string): number
  /** What is looked for is told here: by a command, or when something is added with a search. */
  onSearch: ((item: Item, command: Command) => void) | undefined
}

const FOLDERS: Record<ArrKind, string> = { radarr: '/media/Films', sonarr: '/media/Series', lidarr: '/media/Music' }

export function createArrWorld(kind: ArrKind): ArrWorld {
  const counters = new Map<string, number>()
  return {
    kind,
    titles: TITLES,
    albums: ALBUMS,
    items: [],
    queue: [],
    history: [],
    health: [],
    commands: [],
    disk: { path: FOLDERS[kind], freeBytes: 900_000_000_000, totalBytes: 4_000_000_000_000 },
    nextId(of) {
      const id = (counters.get(of) ?? 0) + 1
      counters.set(of, id)
      return id
    },
    onSearch: undefined,
  }
}

export type Wanted = Partial<Pick<Item, 'monitored' | 'qualityProfileId' | 'metadataProfileId' | 'rootFolderPath'>> & {
  /** Which seasons it looks for; all but the specials by default. */
  seasons?: number[]
}

export function addItem(world: ArrWorld, of: Item['of'], wanted: Wanted = {}): Item {
  const { monitored = true, qualityProfileId = 1, metadataProfileId = 1, rootFolderPath = FOLDERS[world.kind] } = wanted
  const seasons = 'title' in of ? (of.title.seasons ?? []) : []
  const part = (season: number, number: number): Part => ({
    id: world.nextId('part'),
    season,
    number,
    monitored: wanted.seasons ? wanted.seasons.includes(season) : season > 0 || seasons.length === 0,
    hasFile: false,
  })
  const parts = seasons.flatMap(({ number, episodes }) =>
    Array.from({ length: episodes }, (_, index) => part(number, index + 1)),
  )
  const item: Item = {
    id: world.nextId('item'),
    of,
    monitored,
    qualityProfileId,
    metadataProfileId,
    rootFolderPath,
    added: new Date().toISOString(),
    parts: parts.length > 0 ? parts : [part(0, 0)],
  }
  world.items.push(item)
  return item
}

/** The film or series with this number at TMDB, or the album with this MBID, if it looks after it. */
export function itemOf(world: ArrWorld, id: number | string): Item | undefined {
  return world.items.find(({ of }) => ('title' in of ? of.title.tmdbId === id : of.album.id === id))
}

export function nameOf({ of }: Item): string {
  return 'title' in of ? of.title.title : of.album.title
}

/** What a release of it is called, as indexers write it: letters and digits with points between. */
export function releaseName(item: Item, season?: number): string {
  const { of } = item
  const name = 'title' in of ? of.title.title : `${of.album.artist.name} ${of.album.title}`
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '')
  const dotted = plain
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .join('.')
  if ('album' in of) return `${dotted}.${of.album.released.slice(0, 4)}.FLAC-HOUSE`
  const what = season === undefined ? String(of.title.year) : `S${String(season).padStart(2, '0')}`
  return `${dotted}.${what}.1080p.WEB-DL.x264-HOUSE`
}

/** Keeps what was asked of it. A search is over at once; what it found is its message. */
export function runCommand(world: ArrWorld, name: string, item?: Item): Command {
  const command: Command = {
    id: world.nextId('command'),
    name,
    message: 'Completed',
    status: 'completed',
    queued: new Date().toISOString(),
  }
  world.commands.push(command)
  if (item) {
    command.status = 'started'
    command.message = `Searching indexers for [${nameOf(item)}]`
    world.onSearch?.(item, command)
  }
  return command
}

/** Ends a search with how many releases it took. */
export function endSearch(world: ArrWorld, command: Command, reports: number): void {
  const what = { radarr: 'Movie', sonarr: 'Series', lidarr: 'Album' }[world.kind]
  Object.assign(command, {
    status: 'completed',
    message: `${what} search completed. ${reports} reports downloaded.`,
  })
}
