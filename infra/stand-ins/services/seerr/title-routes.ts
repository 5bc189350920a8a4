import type { Context } from 'hono'
import type { Title } from '../../house/title.ts'
import { empty, type Route, text } from '../product.ts'
import { door } from './answering.ts'
import { Refusal } from './entities.ts'
import { type Picture, tinyPng } from './pictures.ts'
import { movieShape, PERSON, resultShape, tvShape } from './title-shapes.ts'
import { titleAt, type World } from './world.ts'

const PAGE_SIZE = 20
const LISTED = ['page', 'language']

/** What TMDB knows, through the product. While TMDB is down a search finds nothing, and a title is 500. */
export function titleRoutes(world: World): Record<string, Route> {
  const list = (found: (object | Title)[], page: number, more: object = {}) => {
    const results = found.map((one) => ('tmdbId' in one ? resultShape(world, one) : one))
    const start = (page - 1) * PAGE_SIZE
    return {
      page,
      totalPages: Math.max(1, Math.ceil(results.length / PAGE_SIZE)),
      totalResults: results.length,
      ...more,
      results: results.slice(start, start + PAGE_SIZE),
    }
  }
  const nothing = { page: 1, totalPages: 1, totalResults: 0, results: [] }
  const pageOf = (c: Context) => Number(c.req.query('page') ?? '1')
  const discover = (pick: () => Title[], sentence: string, query: string[], more?: object) =>
    door(
      world,
      ({ c }) => {
        if (world.tmdbIsDown) throw new Refusal(500, sentence)
        return list(pick(), pageOf(c), more)
      },
      { query },
    )
  const of = (mediaType: Title['mediaType'], sentence: string, shape: typeof movieShape) =>
    door(
      world,
      ({ id }) => {
        try {
          return shape(world, titleAt(world, mediaType, id))
        } catch {
          throw new Refusal(500, sentence)
        }
      },
      { query: ['language'] },
    )
  return {
    'GET /api/v1/search': door(
      world,
      ({ c }) => {
        const query = c.req.query('query')
        if (query === undefined) throw new Refusal(400, "request/query must have required property 'query'")
        return world.tmdbIsDown ? nothing : list(found(world, query), pageOf(c))
      },
      { query: ['query', ...LISTED] },
    ),
    'GET /api/v1/discover/trending': discover(() => trending(world), 'Unable to retrieve trending items.', [
      ...LISTED,
      ...(world.kind === 'Overseerr' ? [] : ['mediaType', 'timeWindow']),
    ]),
    'GET /api/v1/discover/movies': discover(
      () => ofType(world, 'movie'),
      'Unable to retrieve popular movies.',
      [...LISTED, 'genre', 'studio', 'keywords', 'sortBy'],
      { keywords: [] },
    ),
    'GET /api/v1/discover/tv': discover(
      () => ofType(world, 'tv'),
      'Unable to retrieve popular series.',
      [...LISTED, 'genre', 'network', 'keywords', 'sortBy'],
      { keywords: [] },
    ),
    'GET /api/v1/movie/:id': of('movie', 'Unable to retrieve movie.', movieShape),
    'GET /api/v1/tv/:id': of('tv', 'Unable to retrieve series.', tvShape),
  }
}

/** Every word of the query begins a word of the title; accents and case do not count. */
function found(world: World, query: string): (Title | typeof PERSON)[] {
  const asked = words(query)
  const fits = (name: string) => asked.every((word) => words(name).some((other) => other.startsWith(word)))
  const titles = world.titles.filter(({ title }) => fits(title))
  return fits(PERSON.name) ? [...titles, PERSON] : titles
}

function words(name: string): string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
}

function ofType({ titles }: World, mediaType: Title['mediaType']): Title[] {
  return titles.filter((title) => title.mediaType === mediaType)
}

/** Films and series in turn, the best first. */
function trending({ titles }: World): Title[] {
  return titles.filter(({ stage }) => stage !== 'unreleased').toSorted((a, b) => b.voteAverage - a.voteAverage)
}

/** TMDB's pictures, which need no key: below `/imageproxy` in Overseerr, below `/imageproxy/tmdb` since Jellyseerr 2. */
export function pictureRoutes(world: World, picture: Picture = tinyPng): Record<string, Route> {
  return {
    'GET /imageproxy/*': async (c) => {
      const [, rest = ''] = c.req.path.split(/\/imageproxy(\/.*)/)
      const [, type = '', path = ''] =
        world.kind === 'Overseerr' ? ['', 'tmdb', rest] : (/^\/(\w+)(.*)$/.exec(rest) ?? [])
      if (path.startsWith('//') || path.includes('://')) return text('Invalid URL for image proxy', 403)
      if (type !== 'tmdb') return text('Unsupported image type', 400)
      const [, size = '', name = ''] = /^\/t\/p\/(\w+)(\/[\w.-]+)$/.exec(path) ?? []
      const drawn =
        name === '' || world.tmdbIsDown ? undefined : await picture(name, Number(size.replace(/\D/g, '')) || 0)
      if (!drawn) return empty(500)
      const headers = {
        'content-type': drawn.contentType,
        'cache-control': 'public, max-age=86400',
        'os-cache-key': name,
        'os-cache-status': 'HIT',
      }
      return new Response(drawn.bytes, { headers })
    },
  }
}
