import type { SeerrStandIn } from '../services.ts'
import { addItem, type ArrWorld, type Item, itemOf } from '../services/arr/world.ts'
import type { SeerrControls } from '../services/seerr/controls.ts'
import type { StandIn } from '../stand-in.ts'
import { type Clockwork, createClockwork, type Journey, type Trouble } from './clockwork.ts'
import { type PartOptions, type Parts, startParts } from './parts.ts'
import { type Title, titleOf, titlesAt } from './titles.ts'

export interface HouseOptions extends PartOptions {
  /** Steps a second that are made by themselves; 0, the default, leaves them to `step` and `finish`. */
  speed?: number
  /** What the library holds from the start; the catalogue's own by default. */
  held?: readonly Title[]
}

/** What a person does on Seerr's own page, and what happens behind its back. */
type ByHand = Pick<
  SeerrControls,
  | 'askAs'
  | 'approve'
  | 'decline'
  | 'delete'
  | 'markAvailable'
  | 'openIssue'
  | 'comment'
  | 'resolve'
  | 'setQuota'
  | 'setPermissions'
  | 'tmdbDown'
>

/** A whole house of media: what is approved in Seerr travels through Radarr or Sonarr and a download client into Plex. */
export interface House extends Parts, ByHand {
  readonly clockwork: Clockwork
  /** The journeys of one title (number at TMDB) or album (MBID): one for a film or an album, one for each season. */
  journeys(id: number | string): Journey[]
  /** One step for everything under way: searched, a quarter loaded (four times), imported, in Plex, known to Seerr. */
  step(): Promise<void>
  /** Steps with this one until it has arrived. Throws when it is not under way, or stays where it is. */
  finish(id: number | string): Promise<void>
  /** Steps a second; 0 ends that. */
  pace(speed: number): void
  /** Nothing comes any more, until `clear`. The words are those of the download client. */
  stall(id: number | string, message?: string): void
  /** It is not taken into the library, until `clear`. The words are those of Radarr or Sonarr. */
  blockImport(id: number | string, message?: string): void
  /** A search finds nothing, until `clear`. */
  noRelease(id: number | string): void
  /** The download fails: it is looked for again with the next step. */
  failDownload(id: number | string, message?: string): void
  /** Ends what `stall`, `blockImport` and `noRelease` began. */
  clear(id: number | string): void
  /** No import any more, and no free space at Radarr, Sonarr and the download clients, until `false`. */
  diskFull(full?: boolean): void
  /** Everything sent to it is answered with 503, until `false`. */
  failAtArr(service: 'radarr' | 'sonarr' | 'lidarr', failing: boolean): void
  /** Of Seerr and of Plex alike: each is sent so often, lost with this chance, kept back and sent in any order. */
  repeatWebhooks(times: number): void
  loseWebhooks(chance: number): void
  shuffleWebhooks(on?: boolean): void
  /** Sends Seerr's that are kept back, in any order; Plex's go by themselves. */
  releaseWebhooks(): void
  dieAfterInsert: SeerrStandIn['dieAfterInsert']
  /** Resolves once nothing is on its way between the parts. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const STALLED = 'The download is stalled with no connections'
const BLOCKED = 'No files found are eligible for import'
const FAILED = 'Aborted, cannot be completed - https://sabnzbd.org/not-complete'
const FREE_BYTES = 900_000_000_000
const FULL_BYTES = 12_582_912
const MOST_STEPS = 60

/** Starts all of it on free ports of 127.0.0.1. The owner's machine is `house.plexServer.machineIdentifier`. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const parts = await startParts(options)
  const { plexServer, seerr, radarr, sonarr, lidarr, qbittorrent, sabnzbd, nzbget } = parts
  const arrs = { radarr, sonarr, lidarr }
  const clients = [qbittorrent, sabnzbd, nzbget]
  const troubles = new Map<number | string, Trouble>()
  let isFull = false

  const keyOf = ({ of }: Item) => ('title' in of ? of.title.tmdbId : of.album.id)
  const controls = seerr.seerr
  const clockwork = createClockwork({
    clientFor(item) {
      if ('album' in item.of) return nzbget
      return item.of.title.tmdbId % 2 === 0 ? qbittorrent : sabnzbd
    },
    async intoPlex(title, seasons) {
      await plexServer.library.add(title, seasons)
    },
    albumIntoPlex: (album) => plexServer.addAlbum(album),
    async seenBySeerr(title, seasons) {
      const { ratingKey } = await plexServer.library.add(title, seasons)
      controls.markAvailable(title.tmdbId, { byHand: false, ratingKey, ...(seasons ? { seasons } : {}) })
    },
    troubleOf: (item) => troubles.get(keyOf(item)) ?? {},
    diskIsFull: () => isFull,
  })
  for (const { arr } of Object.values(arrs)) arr.onSearch = (item, command) => clockwork.search(arr, item, command)
  for (const title of options.held ?? titlesAt('in-library')) {
    plexServer.add(title, undefined, { quietly: true })
    controls.markAvailable(title.tmdbId, { byHand: false, ratingKey: plexServer.keyOf(title) ?? '' })
    hold(title.mediaType === 'movie' ? radarr.arr : sonarr.arr, title)
  }

  const settled = async () => {
    await controls.settled()
    await plexServer.webhooks.settled()
  }
  const trouble = (id: number | string, change: Trouble) => void troubles.set(id, { ...troubles.get(id), ...change })
  let timer: NodeJS.Timeout | undefined

  const house: House = {
    ...controls,
    ...parts,
    clockwork,
    journeys: (id) => clockwork.journeys.filter(({ item }) => keyOf(item) === id),
    async step() {
      await settled()
      await clockwork.step()
      await settled()
    },
    async finish(id) {
      await settled()
      const name = typeof id === 'number' ? titleOf(id).title : id
      if (house.journeys(id).length === 0) throw new Error(`${name} is not under way`)
      const isOver = () => house.journeys(id).every(({ stage }) => stage === 'done')
      for (let count = 0; !isOver() && count < MOST_STEPS; count += 1) {
        if (!(await clockwork.step(({ item }) => keyOf(item) === id))) break
      }
      await settled()
      if (isOver()) return
      throw new Error(
        `${name} stays ${house
          .journeys(id)
          .map(({ stage }) => stage)
          .join(', ')}`,
      )
    },
    pace(speed) {
      clearTimeout(timer)
      if (speed <= 0) return
      const next = () => {
        timer = setTimeout(() => void clockwork.step().finally(next), 1000 / speed)
        timer.unref()
      }
      next()
    },
    stall: (id, message = STALLED) => trouble(id, { stalled: message }),
    blockImport: (id, message = BLOCKED) => trouble(id, { blocked: message }),
    noRelease: (id) => trouble(id, { noRelease: true }),
    failDownload: (id, message = FAILED) => clockwork.fail(({ item }) => keyOf(item) === id, message),
    clear: (id) => void troubles.delete(id),
    diskFull(full = true) {
      isFull = full
      const freeBytes = full ? FULL_BYTES : FREE_BYTES
      for (const { arr } of Object.values(arrs)) arr.disk.freeBytes = freeBytes
      for (const { downloads } of clients) downloads.freeBytes = freeBytes
    },
    failAtArr(service, failing) {
      if (failing) arrs[service].fail({ status: 503 })
      else arrs[service].heal()
    },
    repeatWebhooks(times) {
      controls.repeat(times)
      plexServer.webhooks.repeat(times)
    },
    loseWebhooks(chance) {
      controls.lose(chance)
      plexServer.webhooks.lose(chance)
    },
    shuffleWebhooks(on = true) {
      controls.shuffle(on)
      plexServer.webhooks.shuffle(on ? 4 : 1)
    },
    releaseWebhooks: () => controls.release(),
    dieAfterInsert: (how) => seerr.dieAfterInsert(how),
    settled,
    async stop() {
      house.pace(0)
      await Promise.all(Object.values(parts).map((standIn: StandIn) => standIn.stop()))
    },
  }
  house.pace(options.speed ?? 0)
  return house
}

/** It looks after it, and has all files. */
function hold(world: ArrWorld, title: Title): void {
  const item = itemOf(world, title.tmdbId) ?? addItem(world, { title })
  for (const part of item.parts) if (part.monitored) part.hasFile = true
}
