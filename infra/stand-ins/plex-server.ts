import { Hono } from 'hono'
import { container, refused } from './plex-server/container.ts'
import { createControls, type PlexControls } from './plex-server/controls.ts'
import type { Library, Source } from './plex-server/items.ts'
import { libraryRoutes } from './plex-server/library-routes.ts'
import { fillOtherMedia } from './plex-server/other-media.ts'
import { playRoutes } from './plex-server/play-routes.ts'
import { createShelves } from './plex-server/shelves.ts'
import { createViews } from './plex-server/views.ts'
import { type PlexTvDoor, whoAsks } from './plex-server/who.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

export type { AccountName, PlexControls, PutOptions } from './plex-server/controls.ts'
export type { Library } from './plex-server/items.ts'

export interface PlexServerOptions {
  port?: number
  machineIdentifier?: string
  version?: string
  name?: string
  /** False for a server that belongs to nobody yet. */
  claimed?: boolean
  /** Tokens that are let in, beside those that `plexTv` vouches for. */
  tokens?: Record<string, 'owner' | 'shared'>
  /** Asked about a token, and about where webhooks go, as a real server asks plex.tv. */
  plexTv?: PlexTvDoor
  /** Films, series and, for the owner alone, photos by default; `HOUSE_LIBRARIES` has all kinds. */
  libraries?: readonly Library[]
  /** What is played at the moment besides what is played by hand; none by default, and then the list is absent. */
  sessions?: object[]
  /** What the libraries hold, in the place of what is put in by hand. */
  source?: Source
  /** Addresses that hear of everything, for a server without a plex.tv. */
  webhookUrls?: readonly string[]
  /** Decides what is lost and shuffled: 0 to 1. */
  random?: () => number
}

export interface PlexServer extends StandIn, PlexControls {
  readonly machineIdentifier: string
  readonly version: string
  /** Libraries that were asked to be looked through, the oldest first. */
  readonly refreshes: readonly { library: string; path?: string | undefined }[]
}

const LIBRARIES: readonly Library[] = [
  { key: '1', type: 'movie', title: 'Films' },
  { key: '2', type: 'show', title: 'Series' },
  { key: '4', type: 'photo', title: 'Photos', shared: false },
]

/** Every kind of library, and a second one of films that is shared with nobody. */
export const HOUSE_LIBRARIES: readonly Library[] = [
  { key: '1', type: 'movie', title: 'Films' },
  { key: '2', type: 'show', title: 'Series' },
  { key: '3', type: 'artist', title: 'Music' },
  { key: '4', type: 'photo', title: 'Photos', shared: false },
  { key: '5', type: 'movie', title: 'Late films', shared: false },
]

/** Starts a Plex Media Server on a free port of 127.0.0.1 (or `port`). */
export async function startPlexServer(options: PlexServerOptions = {}): Promise<PlexServer> {
  const {
    machineIdentifier = '0f9d3c5ad1b24e6fa0c1d2e3f4a5b6c7d8e9f001',
    version = '1.43.3.10828-0000000',
    name = 'Living room',
    claimed = true,
    tokens = {},
    plexTv,
    libraries = LIBRARIES,
    sessions = [],
    webhookUrls = [],
    random,
  } = options
  const shelves = createShelves(libraries)
  fillOtherMedia(shelves, libraries, 1_700_000_000)
  const source = options.source ?? shelves.source
  const views = createViews()
  const refreshes: { library: string; path?: string | undefined }[] = []
  const who = (c: Parameters<typeof whoAsks>[0]) => whoAsks(c, { machineIdentifier, tokens, plexTv, libraries })
  const own = { machineIdentifier, name, libraries, shelves, source, views, plexTv, webhookUrls, random }
  const { controls, shownSessions, terminate } = createControls(own)

  const app = new Hono()
    .get('/identity', (c) => container(c, { size: 0, claimed, machineIdentifier, version }))
    .get('/', (c) => {
      if (!who(c)) return refused(401)
      const known = { friendlyName: name, machineIdentifier, version, platform: 'Linux', platformVersion: '6.1.0' }
      const account = { myPlex: true, myPlexSigninState: 'ok', myPlexMappingState: 'mapped', multiuser: true }
      const Directory = [{ count: 1, key: 'library', title: 'library' }]
      return container(c, { size: 1, ...known, ...account, Directory })
    })
    .route('/', playRoutes({ source, views, who, terminate, sessions: () => [...sessions, ...shownSessions()] }))
    .route(
      '/',
      libraryRoutes({
        source,
        libraries,
        views,
        who,
        refreshed: ({ title }, path) => void refreshes.push({ library: title, path }),
      }),
    )
  app.notFound(() => refused(404))
  const standIn = await startStandIn((request) => app.fetch(request), options)
  return { ...standIn, ...controls, machineIdentifier, version, refreshes }
}
