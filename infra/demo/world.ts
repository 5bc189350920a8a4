import { pictureOf } from '../stand-ins/house/pictures.ts'
import { titleOf, TITLES } from '../stand-ins/house/titles.ts'
import { HOUSE_LIBRARIES, type PlexServer, startPlexServer } from '../stand-ins/plex-server.ts'
import { type PlexTv, startPlexTv } from '../stand-ins/plex-tv.ts'
import { type SeerrStandIn, type ServiceStandIn, startKuma, startSeerr, startService } from '../stand-ins/services.ts'

const MACHINE = 'de300c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001'
const BEAT_MS = 20_000

/** How a service is connected: what a person would type. */
export interface Connection {
  name: string
  title: string
  url: string
  apiKey?: string
  username?: string
  password?: string
}

/** Everything outside the portal. */
export interface DemoHouse {
  plexTv: PlexTv
  plexServer: PlexServer
  seerr: SeerrStandIn
  connections: readonly Connection[]
  stop(): Promise<void>
}

export async function startDemoHouse(): Promise<DemoHouse> {
  const plexTv = await startPlexTv({
    people: [
      { id: 1001, username: 'anna', email: 'anna@example.test', owns: [MACHINE], plexPass: true },
      { id: 1002, username: 'ben', email: 'ben@example.test', shared: [MACHINE] },
      { id: 1003, username: '', title: 'Clara (child)', shared: [MACHINE], libraries: ['2'] },
    ],
  })
  const name = 'Demo house'
  const plexServer = await startPlexServer({ machineIdentifier: MACHINE, name, plexTv, libraries: HOUSE_LIBRARIES })
  plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url, name, libraries: HOUSE_LIBRARIES })
  const seerr = await startSeerr('seerr', { picture: pictureOf })
  const { kuma, ...uptimeKuma } = await startKuma()
  kuma.keepBeating(BEAT_MS)
  const others = await Promise.all(
    (['sonarr', 'radarr', 'lidarr', 'qbittorrent', 'sabnzbd'] as const).map((service) => startService(service)),
  )
  const services: ServiceStandIn[] = [seerr, ...others, uptimeKuma]
  furnish(plexServer, seerr)
  return {
    plexTv,
    plexServer,
    seerr,
    connections: services.map(connectionOf),
    async stop() {
      await Promise.all([plexTv, plexServer, ...services].map((standIn) => standIn.stop()))
    },
  }
}

function connectionOf({ name, title, url, credential, key, username, password }: ServiceStandIn): Connection {
  return { name, title, url, ...(credential === 'key' ? { apiKey: key } : { username, password }) }
}

/** A library that has been there for a while: every third title, watched by some. */
function furnish(plexServer: PlexServer, seerr: SeerrStandIn): void {
  const now = Math.floor(Date.now() / 1000)
  const held = TITLES.filter(({ stage, tmdbId }) => stage === 'in-library' || (stage === undefined && tmdbId % 3 === 0))
  for (const [place, title] of held.entries()) {
    plexServer.add(title, undefined, { addedAt: now - (held.length - place) * 86_400, quietly: true })
    seerr.seerr.markAvailable(title.tmdbId, { byHand: false })
  }
  plexServer.collect('By the water', [titleOf(700101), titleOf(700117), titleOf(700135)])
}
