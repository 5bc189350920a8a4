import { type Context, Hono } from 'hono'
import { ALBUMS, type Album } from './house/music.ts'
import { type StandIn, startStandIn } from './stand-in.ts'

export interface MusicBrainzOptions {
  port?: number
  albums?: readonly Album[]
  /** The shortest time between two requests. Default 1 s, as the real one has it. */
  paceMs?: number
}

const PACE_MS = 1000
const PAGE_SIZE = 25
const MOST_A_PAGE = 100
/** What says nothing of who asks; such a request is refused. */
const GENERIC = /^(node|undici|axios|python-requests|curl|wget|java|go-http-client|okhttp|mozilla\/4\.0|$)/i

/**
 * MusicBrainz' search, as JSON. Faster than once a second is 503, a user agent that names nobody 403, no `fmt=json` XML.
 */
export function startMusicBrainz(options: MusicBrainzOptions = {}): Promise<StandIn> {
  const { albums = ALBUMS, paceMs = PACE_MS } = options
  let last = -Infinity

  const refused = (c: Context): Response | undefined => {
    if (GENERIC.test(c.req.header('user-agent') ?? '')) {
      const error =
        'Your requests are being blocked. Please set a meaningful User-Agent string with contact information.'
      return Response.json({ error, help: HELP }, { status: 403 })
    }
    const now = Date.now()
    const early = now - last < paceMs
    // a request too early counts as well
    last = now
    if (!early) return undefined
    const error =
      'Your requests are exceeding the allowable rate limit. Please see https://wiki.musicbrainz.org/XMLWebService for more information.'
    return Response.json({ error }, { status: 503, headers: { 'retry-after': String(Math.ceil(paceMs / 1000)) } })
  }

  const search = (c: Context, name: string, found: object[]): Response => {
    if (c.req.query('fmt') !== 'json') {
      return new Response('<?xml version="1.0" encoding="UTF-8"?><metadata/>', {
        headers: { 'content-type': 'application/xml' },
      })
    }
    const limit = Math.min(MOST_A_PAGE, Number(c.req.query('limit') ?? PAGE_SIZE))
    const offset = Number(c.req.query('offset') ?? 0)
    const created = new Date().toISOString()
    return c.json({ created, count: found.length, offset, [name]: found.slice(offset, offset + limit) })
  }

  const app = new Hono()
  app.use('*', async (c, next) => refused(c) ?? (await next()))
  app.get('/ws/2/release-group', (c) => {
    const asked = words(c)
    if (!asked) return noQuery(c)
    const found = albums.filter((album) => fits(asked, `${album.title} ${album.artist.name}`))
    return search(
      c,
      'release-groups',
      found.map((album, index) => releaseGroup(album, 100 - index)),
    )
  })
  app.get('/ws/2/artist', (c) => {
    const asked = words(c)
    if (!asked) return noQuery(c)
    const found = new Map(
      albums.filter(({ artist }) => fits(asked, artist.name)).map(({ artist }) => [artist.id, artist]),
    )
    const rows = [...found.values()].map(({ id, name }, index) => ({
      id,
      type: 'Group',
      score: 100 - index,
      name,
      'sort-name': name,
      'life-span': { ended: null },
    }))
    return search(c, 'artists', rows)
  })
  app.get('/ws/2/release-group/:id', (c) => {
    const album = albums.find(({ id }) => id === c.req.param('id'))
    return album ? c.json(releaseGroup(album)) : c.json({ error: 'Not Found', help: HELP }, 404)
  })
  app.notFound((c) => c.json({ error: 'Not Found', help: HELP }, 404))
  return startStandIn((request) => app.fetch(request), options)
}

const HELP = 'For usage, please see: https://musicbrainz.org/development/mmd'

function noQuery(c: Context): Response {
  return c.json({ error: 'Invalid query: must not be empty', help: HELP }, 400)
}

/** The words of a Lucene query, without its fields, signs and escapes; undefined when there is none. */
function words(c: Context): string[] | undefined {
  const query = c.req.query('query')?.trim()
  if (!query) return undefined
  return plain(query.replace(/\\(.)/g, '$1').replace(/\b(releasegroup|release|artist|artistname|primarytype):/g, ' '))
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && word !== 'and' && word !== 'or')
}

function fits(asked: string[], name: string): boolean {
  return asked.every((word) => plain(name).includes(word))
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

function releaseGroup(album: Album, score?: number): object {
  const { id, title, type, released, artist } = album
  return {
    id,
    'primary-type-id': 'f529b476-6e62-324f-b0aa-1f3e33d313fc',
    ...(score === undefined ? {} : { score }),
    count: 1,
    title,
    'first-release-date': released,
    'primary-type': type,
    'artist-credit': [{ name: artist.name, artist: { id: artist.id, name: artist.name, 'sort-name': artist.name } }],
    releases: [],
  }
}
