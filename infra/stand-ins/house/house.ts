import { startMusicBrainz } from '../musicbrainz.ts'
import { HOUSE_LIBRARIES, type PlexServer, startPlexServer } from '../plex-server.ts'
import { type PersonInput, type PlexTv, startPlexTv } from '../plex-tv.ts'
import {
  type ArrStandIn,
  type DownloadsStandIn,
  type SeerrStandIn,
  startArr,
  startDownloads,
  startSeerr,
} from '../services.ts'
import { addItem, type ArrWorld, type Item, itemOf } from '../services/arr/world.ts'
import type { SeerrControls } from '../services/seerr/controls.ts'
import { MAY } from '../services/seerr/entities.ts'
import type { Picture } from '../services/seerr/pictures.ts'
import type { StandIn } from '../stand-in.ts'
import { type Clockwork, createClockwork, type Journey, type Trouble } from './clockwork.ts'
import { pictureOf } from './pictures.ts'
import { sendOnTo } from './send-on.ts'
import { type Title, titleOf, titlesAt } from './titles.ts'

export interface HouseOptions {
  /** Which of the family takes the requests. Default `seerr`. */
  seerr?: 'overseerr' | 'jellyseerr' | 'seerr'
  /** Who has an account at plex.tv; the first is the owner, and Seerr's user 1. Anna, Ben and Clara by default. */
  people?: PersonInput[]
  /** Steps a second that are made by themselves; 0, the default, leaves them to `step` and `finish`. */
  speed?: number
  /** What the library holds from the start; the catalogue's own by default. */
  held?: readonly Title[]
  /** Draws Seerr's posters; those of the catalogue by default. */
  picture?: Picture
  /** Decides what is lost and shuffled: 0 to 1. */
  random?: () => number
  /** The least time between two requests to MusicBrainz. Default 1 s. */
  musicBrainzPaceMs?: number
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
export interface House extends ByHand {
  readonly plexTv: PlexTv
  readonly plexServer: PlexServer
  readonly seerr: SeerrStandIn
  readonly radarr: ArrStandIn
  readonly sonarr: ArrStandIn
  readonly lidarr: ArrStandIn
  readonly qbittorrent: DownloadsStandIn
  readonly sabnzbd: DownloadsStandIn
  readonly nzbget: DownloadsStandIn
  readonly musicBrainz: StandIn
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
  dieAfterInsert: SeerrStandIn['dieAfterInsert']
  /** Resolves once nothing is on its way between the parts. */
  settled(): Promise<void>
  stop(): Promise<void>
}

const MACHINE = '40a5e0000001b24e6fa0c1d2e3f4a5b6c7d8e9f0'
const PEOPLE: PersonInput[] = [
  { id: 1001, username: 'anna', email: 'anna@example.test', owns: [MACHINE], plexPass: true },
  { id: 1002, username: 'ben', email: 'ben@example.test', shared: [MACHINE] },
  { id: 1003, username: '', title: 'Clara (child)', shared: [MACHINE] },
]
const STALLED = 'The download is stalled with no connections'
const BLOCKED = 'No files found are eligible for import'
const FAILED = 'Aborted, cannot be completed - https://sabnzbd.org/not-complete'
const FREE_BYTES = 900_000_000_000
const FULL_BYTES = 12_582_912
const MOST_STEPS = 60

/** Starts all of it on free ports of 127.0.0.1. The owner's machine is `house.plexServer.machineIdentifier`. */
export async function startHouse(options: HouseOptions = {}): Promise<House> {
  const { people = PEOPLE, held = titlesAt('in-library'), picture = pictureOf, random } = options
  const owner = people[0]!
  const machineIdentifier = owner.owns?.[0] ?? MACHINE
  const plexTv = await startPlexTv({ people })
  const name = 'The house'
  const plex = { machineIdentifier, name, plexTv, libraries: HOUSE_LIBRARIES, ...(random ? { random } : {}) }
  const [plexServer, radarr, sonarr, lidarr, qbittorrent, sabnzbd, nzbget, musicBrainz] = await Promise.all([
    startPlexServer(plex),
    startArr('radarr'),
    startArr('sonarr'),
    startArr('lidarr'),
    startDownloads('qbittorrent'),
    startDownloads('sabnzbd'),
    startDownloads('nzbget'),
    startMusicBrainz(options.musicBrainzPaceMs === undefined ? {} : { paceMs: options.musicBrainzPaceMs }),
  ])
  plexTv.addServer({ machineIdentifier, url: plexServer.url, name, libraries: HOUSE_LIBRARIES })
  const seerr: SeerrStandIn = await startSeerr(options.seerr ?? 'seerr', {
    picture,
    ...(random ? { random } : {}),
    users: [{ plexId: owner.id, plexUsername: owner.username, email: owner.email ?? '', permissions: MAY.admin }],
    plexAccounts: () =>
      people
        .filter(({ shared = [] }) => shared.includes(machineIdentifier))
        .map(({ id, username, email = '' }) => ({ id, username, email })),
    sendOn: sendOnTo(radarr, sonarr, () => seerr.seerr.world),
  })
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
    async seenBySeerr(title, seasons) {
      const { ratingKey } = await plexServer.library.add(title, seasons)
      controls.markAvailable(title.tmdbId, { byHand: false, ratingKey, ...(seasons ? { seasons } : {}) })
    },
    troubleOf: (item) => troubles.get(keyOf(item)) ?? {},
    diskIsFull: () => isFull,
  })
  for (const { arr } of Object.values(arrs)) arr.onSearch = (item, command) => clockwork.search(arr, item, command)
  for (const title of held) {
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
    plexTv,
    plexServer,
    seerr,
    radarr,
    sonarr,
    lidarr,
    qbittorrent,
    sabnzbd,
    nzbget,
    musicBrainz,
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
    dieAfterInsert: (how) => seerr.dieAfterInsert(how),
    settled,
    async stop() {
      house.pace(0)
      const all = [plexTv, plexServer, seerr, radarr, sonarr, lidarr, ...clients, musicBrainz]
      await Promise.all(all.map((standIn) => standIn.stop()))
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
