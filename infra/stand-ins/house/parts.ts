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
import { MAY } from '../services/seerr/entities.ts'
import type { Picture } from '../services/seerr/pictures.ts'
import type { StandIn } from '../stand-in.ts'
import { pictureOf } from './pictures.ts'
import { sendOnTo } from './send-on.ts'

export interface PartOptions {
  /** Which of the family takes the requests. Default `seerr`. */
  seerr?: 'overseerr' | 'jellyseerr' | 'seerr'
  /** Who has an account at plex.tv; the first is the owner, and Seerr's user 1. Anna, Ben and Clara by default. */
  people?: PersonInput[]
  /** Draws Seerr's posters; those of the catalogue by default. */
  picture?: Picture
  /** Decides what is lost and shuffled: 0 to 1. */
  random?: () => number
  /** The least time between two requests to MusicBrainz. Default 1 s. */
  musicBrainzPaceMs?: number
  /** What the media server calls itself. Default `The house`. */
  name?: string
  /** What Seerr calls itself; its own name by default. */
  applicationTitle?: string
}

/** Everything that a house consists of. */
export interface Parts {
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
}

const MACHINE = '40a5e0000001b24e6fa0c1d2e3f4a5b6c7d8e9f0'
const PEOPLE: PersonInput[] = [
  { id: 1001, username: 'anna', email: 'anna@example.test', owns: [MACHINE], plexPass: true },
  { id: 1002, username: 'ben', email: 'ben@example.test', shared: [MACHINE] },
  { id: 1003, username: '', title: 'Clara (child)', shared: [MACHINE] },
]

/** Starts them, each on a free port of 127.0.0.1; Seerr sends on what is approved to Radarr and Sonarr. */
export async function startParts(options: PartOptions): Promise<Parts> {
  const { people = PEOPLE, picture = pictureOf, random, name = 'The house' } = options
  const owner = people[0]!
  const machineIdentifier = owner.owns?.[0] ?? MACHINE
  const plexTv = await startPlexTv({ people })
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
    ...(options.applicationTitle === undefined ? {} : { applicationTitle: options.applicationTitle }),
    users: [{ plexId: owner.id, plexUsername: owner.username, email: owner.email ?? '', permissions: MAY.admin }],
    plexAccounts: () =>
      people
        .filter(({ shared = [] }) => shared.includes(machineIdentifier))
        .map(({ id, username, email = '' }) => ({ id, username, email })),
    sendOn: sendOnTo(radarr, sonarr, () => seerr.seerr.world),
  })
  return { plexTv, plexServer, seerr, radarr, sonarr, lidarr, qbittorrent, sabnzbd, nzbget, musicBrainz }
}
