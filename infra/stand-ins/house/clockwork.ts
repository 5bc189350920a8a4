import type { DownloadsStandIn } from '../services.ts'
import { blockImport, failDownload, grab, importDownload } from '../services/arr/events.ts'
import {
  type ArrWorld,
  type Command,
  type Download,
  endSearch,
  type Item,
  nameOf,
  type Part,
  releaseName,
} from '../services/arr/world.ts'
import { progress, stall } from '../services/downloads/jobs.ts'
import type { Album } from './music.ts'
import type { Title } from './titles.ts'

/** How far a film, one season or an album has come. */
export type Stage = 'wanted' | 'downloading' | 'downloaded' | 'imported' | 'in-plex' | 'done'

/** What goes wrong with one title, until it is cleared. */
export interface Trouble {
  stalled?: string
  blocked?: string
  noRelease?: boolean
}

export interface Journey {
  readonly world: ArrWorld
  readonly item: Item
  readonly parts: Part[]
  /** Of a series. */
  readonly season?: number
  stage: Stage
  share: number
  download?: Download
  /** The search that waits for an answer. */
  search?: Command | undefined
}

export interface ClockworkParts {
  /** Which client loads it. */
  clientFor(item: Item): DownloadsStandIn
  /** Puts it into the media server. */
  intoPlex: (title: Title, seasons?: number[]) => Promise<void>
  /** The same of an album, of which Seerr knows nothing. */
  albumIntoPlex: (album: Album) => void
  /** Seerr looks into the library. */
  seenBySeerr: (title: Title, seasons?: number[]) => Promise<void>
  troubleOf(item: Item): Trouble
  diskIsFull(): boolean
}

export interface Clockwork {
  readonly journeys: readonly Journey[]
  /** Something is to be looked for: what has no file and is not under way begins its journey. */
  search(world: ArrWorld, item: Item, command?: Command): void
  /** Moves every journey on by one, or those that fit; true when any did move. */
  step(fits?: (journey: Journey) => boolean): Promise<boolean>
  /** The download fails at its client, for this reason: it is looked for again. */
  fail(fits: (journey: Journey) => boolean, message: string): void
}

const SHARE_EACH_STEP = 0.25
const GIB = 1_073_741_824
const INDEXERS = ['Lanternfish (Prowlarr)', 'Deep Index (Prowlarr)', 'Old Harbour (Prowlarr)']
const NO_SPACE = 'Not enough free space'

/** Leads what was approved through search, download and import into the media server, a step at a time. */
export function createClockwork(parts: ClockworkParts): Clockwork {
  const journeys: Journey[] = []

  const found = (journey: Journey): boolean => {
    const { world, item, season, search } = journey
    const none = parts.troubleOf(item).noRelease === true
    if (search) endSearch(world, search, none ? 0 : 1)
    journey.search = undefined
    if (none) return false
    const release = releaseName(item, season)
    const { downloads } = parts.clientFor(item)
    const category = { radarr: 'radarr', sonarr: 'sonarr', lidarr: 'lidarr' }[world.kind]
    const job = downloads.add({ name: release, sizeBytes: sizeOf(journey), category })
    const indexer = INDEXERS[item.id % INDEXERS.length]!
    journey.download = grab(world, item, { job, client: downloads.client, release, indexer, parts: journey.parts })
    journey.stage = 'downloading'
    return true
  }

  const load = (journey: Journey): boolean => {
    const { stalled } = parts.troubleOf(journey.item)
    const { job } = journey.download!
    if (stalled !== undefined) {
      stall(job, stalled)
      return false
    }
    journey.share = Math.min(1, journey.share + SHARE_EACH_STEP)
    progress(job, journey.share)
    if (journey.share === 1) journey.stage = 'downloaded'
    return true
  }

  const takeIn = (journey: Journey): boolean => {
    const blocked = parts.troubleOf(journey.item).blocked ?? (parts.diskIsFull() ? NO_SPACE : undefined)
    if (blocked !== undefined) {
      blockImport(journey.download!, blocked)
      return false
    }
    blockImport(journey.download!, '')
    importDownload(journey.world, journey.download!)
    journey.stage = 'imported'
    return true
  }

  /** Hands a title's film or season on, and says that it has come one further. */
  const hand = async (journey: Journey, to: ClockworkParts['intoPlex'], next: Stage): Promise<boolean> => {
    const { of } = journey.item
    if ('title' in of) await to(of.title, journey.season === undefined ? undefined : [journey.season])
    else parts.albumIntoPlex(of.album)
    // nobody waits for Seerr to see music
    journey.stage = 'album' in of ? 'done' : next
    return true
  }

  const MOVES: Record<Stage, (journey: Journey) => boolean | Promise<boolean>> = {
    wanted: found,
    downloading: load,
    downloaded: takeIn,
    imported: (journey) => hand(journey, parts.intoPlex, 'in-plex'),
    'in-plex': (journey) => hand(journey, parts.seenBySeerr, 'done'),
    done: () => false,
  }

  return {
    journeys,
    search(world, item, command) {
      const underWay = journeys.filter((journey) => journey.item === item && journey.stage !== 'done')
      for (const journey of underWay) if (journey.stage === 'wanted') journey.search = command
      const taken = new Set(underWay.flatMap((journey) => journey.parts))
      const missing = item.parts.filter((part) => part.monitored && !part.hasFile && !taken.has(part))
      const isSeries = world.kind === 'sonarr'
      const seasons = [...new Set(missing.map(({ season }) => season))]
      for (const season of seasons) {
        const own = missing.filter((part) => part.season === season)
        const start = { world, item, parts: own, stage: 'wanted' as const, share: 0, search: command }
        journeys.push(isSeries ? { ...start, season } : start)
      }
      if (command && seasons.length === 0 && underWay.length === 0) endSearch(world, command, 0)
    },
    async step(fits = () => true) {
      let moved = false
      for (const journey of journeys.filter((one) => one.stage !== 'done' && fits(one))) {
        moved = (await MOVES[journey.stage](journey)) || moved
      }
      return moved
    },
    fail(fits, message) {
      for (const journey of journeys.filter((one) => one.stage === 'downloading' && fits(one))) {
        failDownload(journey.world, journey.download!, message)
        delete journey.download
        Object.assign(journey, { stage: 'wanted', share: 0 })
      }
    },
  }
}

function sizeOf({ world, parts, item }: Journey): number {
  const each = { radarr: 8, sonarr: 1.5, lidarr: 0.4 }[world.kind]
  return Math.round(each * parts.length * GIB) + nameOf(item).length
}
