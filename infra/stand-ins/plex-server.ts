import { type Context, Hono } from 'hono'
import { acceptsJson, answer, plexValue } from './plex-tv/answers.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

export interface PlexServerOptions {
  port?: number
  machineIdentifier?: string
  version?: string
  name?: string
  /** False for a server that belongs to nobody yet. */
  claimed?: boolean
  /** Tokens that are let in, beside those that `plexTv` vouches for. */
  tokens?: Record<string, 'owner' | 'shared'>
  /** Asked about a token, as a real server asks plex.tv. */
  plexTv?: { accessOf(machineIdentifier: string, token: string): 'owner' | 'shared' | undefined }
  libraries?: { key: string; type: 'movie' | 'show' | 'artist' | 'photo'; title: string; shared?: boolean }[]
  /** What is played at the moment; none by default, and then the list is absent. */
  sessions?: object[]
}

export interface PlexServer extends StandIn {
  readonly machineIdentifier: string
  readonly version: string
}

const LIBRARIES: NonNullable<PlexServerOptions['libraries']> = [
  { key: '1', type: 'movie', title: 'Films' },
  { key: '2', type: 'show', title: 'Series' },
  { key: '4', type: 'photo', title: 'Photos', shared: false },
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
  } = options

  const access = (c: Context): 'owner' | 'shared' | undefined => {
    const token = plexValue(c, 'X-Plex-Token')
    return token === undefined ? undefined : (tokens[token] ?? plexTv?.accessOf(machineIdentifier, token))
  }
  const container = (c: Context, value: object) =>
    // JSON wraps what XML has as its root
    acceptsJson(c) ? c.json({ MediaContainer: value }) : answer(c, 'MediaContainer', value)

  const app = new Hono()
    .get('/identity', (c) => container(c, { size: 0, claimed, machineIdentifier, version }))
    .get('/', (c) => {
      if (!access(c)) return refused(401)
      const known = { friendlyName: name, machineIdentifier, version, platform: 'Linux', platformVersion: '6.1.0' }
      const account = { myPlex: true, myPlexSigninState: 'ok', myPlexMappingState: 'mapped', multiuser: true }
      return container(c, {
        size: 1,
        ...known,
        ...account,
        Directory: [{ count: 1, key: 'library', title: 'library' }],
      })
    })
    .get('/library/sections', (c) => {
      const who = access(c)
      if (!who) return refused(401)
      const listed = libraries.filter(({ shared = true }) => who === 'owner' || shared)
      const Directory = listed.map((library, index) => directory(library, index))
      return container(c, { size: Directory.length, allowSync: false, title1: 'Plex Library', ...some({ Directory }) })
    })
    .get('/status/sessions', (c) => {
      const who = access(c)
      if (who !== 'owner') return refused(who ? 403 : 401)
      return container(c, { size: sessions.length, ...some({ Metadata: sessions }) })
    })
  app.notFound(() => refused(404))
  const standIn = await startStandIn((request) => app.fetch(request), options)
  return { ...standIn, machineIdentifier, version }
}

/** What is empty is absent. */
function some(lists: Record<string, object[]>): object {
  return Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0))
}

function directory(library: { key: string; type: string; title: string }, index: number): object {
  const { key, type, title } = library
  const agent = { movie: 'tv.plex.agents.movie', show: 'tv.plex.agents.series', artist: 'tv.plex.agents.music' }[type]
  return {
    allowSync: true,
    filters: true,
    refreshing: false,
    key,
    type,
    title,
    agent: agent ?? 'com.plexapp.agents.none',
    scanner: type === 'movie' ? 'Plex Movie' : 'Plex TV Series',
    language: 'en-US',
    uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
    updatedAt: 1_726_069_332,
    createdAt: 1_726_069_332,
    scannedAt: 1_726_069_332,
    content: true,
    directory: true,
    contentChangedAt: 18_253_756,
    hidden: 0,
    Location: [{ id: index + 1, path: `/media/${title}` }],
  }
}

/** A media server's errors are pages, whatever the request accepts. */
function refused(status: 401 | 403 | 404): Response {
  const words = { 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found' }[status]
  const page = `<html><head><title>${words}</title></head><body><h1>${status} ${words}</h1></body></html>`
  return new Response(page, { status, headers: { 'content-type': 'text/html', 'x-plex-protocol': '1.0' } })
}
