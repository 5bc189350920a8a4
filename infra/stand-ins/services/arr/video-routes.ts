import { z } from 'zod'
import type { Title } from '../../house/titles.ts'
import type { Route } from '../product.ts'
import { added, bodyOf, faultsOf, find, historyOf, invalid, notFound, number } from './routes.ts'
import { episodeShape, itemShape } from './shapes.ts'
import { addItem, type ArrWorld, type Item, itemOf, runCommand } from './world.ts'

const movie = added.extend({
  tmdbId: z.number(),
  addOptions: z.looseObject({ searchForMovie: z.boolean().default(false) }).optional(),
})
const seasonList = z.array(z.looseObject({ seasonNumber: z.number(), monitored: z.boolean() }))
const series = added.extend({
  tvdbId: z.number(),
  seasons: seasonList.optional(),
  addOptions: z.looseObject({ searchForMissingEpisodes: z.boolean().default(false) }).optional(),
})
const changed = z.looseObject({ monitored: z.boolean().optional(), seasons: seasonList.optional() })

const shapeOf = (item: Item) => itemShape(item.of, item)
const titleIn = ({ of }: Item): Title | undefined => ('title' in of ? of.title : undefined)

/** Finds by `tmdb:1`, `tvdb:1`, `imdb:tt1` or words of the title. */
function lookUp(world: ArrWorld, mediaType: Title['mediaType'], term: string): object[] {
  const [, id = ''] = /^(?:tmdb|tvdb|imdb)(?:id)?:\s*(\w+)$/i.exec(term) ?? []
  const fits = ({ tmdbId, tvdbId, imdbId, title }: Title) =>
    id === '' ? title.toLowerCase().includes(term.toLowerCase()) : [String(tmdbId), String(tvdbId), imdbId].includes(id)
  return world.titles
    .filter((title) => title.mediaType === mediaType && fits(title))
    .map((title) => itemShape({ title }, itemOf(world, title.tmdbId)))
}

export function radarrRoutes(world: ArrWorld): Record<string, Route> {
  return {
    'GET /api/v3/movie': (c) => {
      const id = number(c, 'tmdbId')
      const found = world.items.filter((item) => id === undefined || titleIn(item)?.tmdbId === id)
      return Response.json(found.map(shapeOf))
    },
    'GET /api/v3/movie/lookup': (c) => Response.json(lookUp(world, 'movie', c.req.query('term') ?? '')),
    'GET /api/v3/movie/:id': (c) => one(find(world, Number(c.req.param('id')))),
    'POST /api/v3/movie': async (c) => {
      const sent = movie.safeParse(await bodyOf(c))
      if (!sent.success) return invalid([{ propertyName: 'TmdbId', errorMessage: "'Tmdb Id' must not be empty." }])
      const faults = faultsOf(sent.data, world)
      const { tmdbId, addOptions } = sent.data
      const title = world.titles.find((known) => known.tmdbId === tmdbId && known.mediaType === 'movie')
      if (!title) {
        faults.push({
          propertyName: 'TmdbId',
          errorMessage: 'A movie with this ID was not found',
          attemptedValue: tmdbId,
        })
      }
      if (itemOf(world, tmdbId)) {
        const errorMessage = 'This movie has already been added'
        faults.push({ propertyName: 'TmdbId', errorMessage, attemptedValue: tmdbId, errorCode: 'MovieExistsValidator' })
      }
      if (!title || faults.length > 0) return invalid(faults)
      const item = addItem(world, { title }, sent.data)
      if (addOptions?.searchForMovie) runCommand(world, 'MoviesSearch', item)
      return Response.json(shapeOf(item), { status: 201 })
    },
    'PUT /api/v3/movie/:id': async (c) => change(world, Number(c.req.param('id')), await bodyOf(c)),
    'DELETE /api/v3/movie/:id': (c) => remove(world, Number(c.req.param('id'))),
    'GET /api/v3/history/movie': (c) => historyOf(world, c, find(world, number(c, 'movieId') ?? 0)),
  }
}

export function sonarrRoutes(world: ArrWorld): Record<string, Route> {
  return {
    'GET /api/v3/series': (c) => {
      const id = number(c, 'tvdbId')
      const found = world.items.filter((item) => id === undefined || titleIn(item)?.tvdbId === id)
      return Response.json(found.map(shapeOf))
    },
    'GET /api/v3/series/lookup': (c) => Response.json(lookUp(world, 'tv', c.req.query('term') ?? '')),
    'GET /api/v3/series/:id': (c) => one(find(world, Number(c.req.param('id')))),
    'POST /api/v3/series': async (c) => {
      const sent = series.safeParse(await bodyOf(c))
      if (!sent.success) return invalid([{ propertyName: 'TvdbId', errorMessage: "'Tvdb Id' must not be empty." }])
      const faults = faultsOf(sent.data, world)
      const { tvdbId, seasons, addOptions } = sent.data
      const title = world.titles.find((known) => known.tvdbId === tvdbId)
      if (!title) {
        faults.push({
          propertyName: 'TvdbId',
          errorMessage: 'A series with this ID was not found',
          attemptedValue: tvdbId,
        })
      }
      if (title && itemOf(world, title.tmdbId)) {
        const errorMessage = 'This series has already been added'
        faults.push({
          propertyName: 'TvdbId',
          errorMessage,
          attemptedValue: tvdbId,
          errorCode: 'SeriesExistsValidator',
        })
      }
      if (!title || faults.length > 0) return invalid(faults)
      const wanted = seasons?.filter(({ monitored }) => monitored).map(({ seasonNumber }) => seasonNumber)
      const item = addItem(world, { title }, { ...sent.data, ...(wanted ? { seasons: wanted } : { seasons: [] }) })
      if (addOptions?.searchForMissingEpisodes) runCommand(world, 'SeriesSearch', item)
      return Response.json(shapeOf(item), { status: 201 })
    },
    'PUT /api/v3/series/:id': async (c) => change(world, Number(c.req.param('id')), await bodyOf(c)),
    'DELETE /api/v3/series/:id': (c) => remove(world, Number(c.req.param('id'))),
    'GET /api/v3/episode': (c) => {
      const item = find(world, number(c, 'seriesId') ?? 0)
      const season = number(c, 'seasonNumber')
      const parts = item?.parts.filter((part) => season === undefined || part.season === season) ?? []
      return Response.json(item ? parts.map((part) => episodeShape(part, item)) : [])
    },
    'GET /api/v3/history/series': (c) =>
      historyOf(world, c, find(world, number(c, 'seriesId') ?? 0), number(c, 'seasonNumber')),
  }
}

function one(item: Item | undefined): Response {
  return item ? Response.json(shapeOf(item)) : notFound()
}

function change(world: ArrWorld, id: number, body: unknown): Response {
  const item = find(world, id)
  const sent = changed.safeParse(body)
  if (!item || !sent.success) return notFound()
  item.monitored = sent.data.monitored ?? item.monitored
  for (const { seasonNumber, monitored } of sent.data.seasons ?? []) {
    for (const part of item.parts) if (part.season === seasonNumber) part.monitored = monitored
  }
  return Response.json(shapeOf(item), { status: 202 })
}

function remove(world: ArrWorld, id: number): Response {
  const item = find(world, id)
  if (!item) return notFound()
  world.items.splice(world.items.indexOf(item), 1)
  return Response.json({})
}
