import { type House, startHouse } from '../stand-ins/house/house.ts'
import { type Title, titleOf, TITLES } from '../stand-ins/house/titles.ts'
import { type ServiceStandIn, startKuma } from '../stand-ins/services.ts'

const NAME = 'Demo house'
const BEAT_MS = 20_000
/** Steps a second on the way into Plex: about twenty seconds for a film. */
export const USUAL_SPEED = 0.4

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
export interface DemoHouse extends House {
  connections: readonly Connection[]
}

/** A house that has been lived in for a while: a third of the catalogue is there, and some of it was watched. */
export async function startDemoHouse(): Promise<DemoHouse> {
  const held = TITLES.filter(({ stage, tmdbId }) => stage === 'in-library' || (stage === undefined && tmdbId % 3 === 0))
  const house = await startHouse({ name: NAME, applicationTitle: NAME, speed: USUAL_SPEED, held })
  const { kuma, ...uptimeKuma } = await startKuma()
  for (const id of kuma.monitors.keys()) kuma.remove(id)
  for (const name of ['Router', 'Doorbell camera', 'Backup of the photos']) {
    kuma.beat(kuma.add({ name }).id, { status: 1, quietly: true })
  }
  const beating = kuma.keepBeating(BEAT_MS)
  furnish(house, held)
  const { seerr, sonarr, radarr, lidarr, qbittorrent, sabnzbd, nzbget } = house
  const services: ServiceStandIn[] = [seerr, sonarr, radarr, lidarr, qbittorrent, sabnzbd, nzbget, uptimeKuma]
  return {
    ...house,
    connections: services.map(connectionOf),
    async stop() {
      clearInterval(beating)
      await Promise.all([house.stop(), uptimeKuma.stop()])
    },
  }
}

function connectionOf({ name, title, url, credential, key, username, password }: ServiceStandIn): Connection {
  return { name, title, url, ...(credential === 'key' ? { apiKey: key } : { username, password }) }
}

/** Collections, and what was watched; nobody is told by webhook yet. */
function furnish({ plexServer }: House, held: readonly Title[]): void {
  plexServer.collect('By the water', [titleOf(700101), titleOf(700117), titleOf(700135)])
  for (const [place, title] of held.entries()) {
    const [first] = title.mediaType === 'tv' ? plexServer.episodesOf(title, 1) : [plexServer.keyOf(title)]
    if (first !== undefined && place % 3 === 0) plexServer.watch(first, 'ben')
  }
}
