import type { Context } from 'hono'
import { z } from 'zod'
import type { Route } from '../product.ts'
import { failDownload, leave } from './events.ts'
import { historyShape, type Include, queueRecords } from './records.ts'
import { type ArrWorld, type Command, type HistoryEntry, type Item, runCommand } from './world.ts'

/** One fault of what was sent; a list of them is the body of the 400. */
export interface Invalid {
  propertyName: string
  errorMessage: string
  attemptedValue?: unknown
  errorCode?: string
}

export function invalid(faults: Invalid[]): Response {
  return Response.json(
    faults.map((fault) => ({ severity: 'error', isWarning: false, ...fault })),
    { status: 400 },
  )
}

export function notFound(): Response {
  return Response.json({ message: 'NotFound' }, { status: 404 })
}

/** What everything that is added needs. */
export const added = z.looseObject({
  qualityProfileId: z.number().default(0),
  rootFolderPath: z.string().default(''),
  monitored: z.boolean().default(true),
})

export function faultsOf({ qualityProfileId, rootFolderPath }: z.infer<typeof added>, world: ArrWorld): Invalid[] {
  const faults: Invalid[] = []
  if (!PROFILES.some(({ id }) => id === qualityProfileId)) {
    faults.push({
      propertyName: 'QualityProfileId',
      errorMessage:
        qualityProfileId > 0 ? 'Quality Profile does not exist' : "'Quality Profile Id' must be greater than '0'.",
      attemptedValue: qualityProfileId,
    })
  }
  if (rootFolderPath !== world.disk.path) {
    faults.push({
      propertyName: 'RootFolderPath',
      errorMessage:
        rootFolderPath === ''
          ? "'Root Folder Path' must not be empty."
          : `Root folder '${rootFolderPath}' does not exist`,
      attemptedValue: rootFolderPath,
    })
  }
  return faults
}

export async function bodyOf(c: Context): Promise<unknown> {
  return await c.req.json().catch(() => ({}))
}

export const number = (c: Context, name: string): number | undefined => {
  const value = c.req.query(name)
  return value === undefined ? undefined : Number(value)
}

const PROFILES = [
  { id: 1, name: 'HD-1080p', upgradeAllowed: false, cutoff: 3, items: [] },
  { id: 2, name: 'Any', upgradeAllowed: true, cutoff: 1, items: [] },
]
/** Radarr's and Sonarr's numbers of what stands in a history; the paged list is filtered by them. */
const EVENT_NUMBERS: Record<string, number> = {
  grabbed: 1,
  downloadFolderImported: 3,
  downloadFailed: 4,
  downloadImported: 8,
}
const commanded = z.looseObject({
  name: z.string(),
  movieIds: z.array(z.number()).optional(),
  seriesId: z.number().optional(),
  albumIds: z.array(z.number()).optional(),
})

/** What Radarr, Sonarr and Lidarr have in common, below `/api/<version>`. */
export function commonRoutes(world: ArrWorld, api: 'v1' | 'v3'): Record<string, Route> {
  const wiki = 'https://wiki.servarr.com/'
  const routes: Record<string, Route> = {
    'GET /health': () => Response.json(world.health.map((entry) => ({ ...entry, wikiUrl: wiki }))),
    'GET /diskspace': () => Response.json([space(world)]),
    'GET /rootfolder': () => Response.json([{ ...folder(world), accessible: true, unmappedFolders: [], id: 1 }]),
    'GET /qualityprofile': () => Response.json(PROFILES),
    'GET /tag': () => Response.json([]),
    'GET /queue': (c) => Response.json(queuePage(world, c)),
    'GET /queue/status': () => Response.json(queueStatus(world)),
    'DELETE /queue/:id': (c) => removeFromQueue(world, c),
    'GET /history': (c) => Response.json(historyPage(world, c)),
    'GET /history/since': (c) => {
      const since = Date.parse(c.req.query('date') ?? '')
      return Response.json(shown(world, c, (entry) => Date.parse(entry.date) >= since))
    },
    'POST /command': async (c) => {
      const sent = commanded.safeParse(await bodyOf(c))
      if (!sent.success) return Response.json({ message: 'Invalid command' }, { status: 400 })
      const { name, movieIds, seriesId, albumIds } = sent.data
      const id = movieIds?.[0] ?? seriesId ?? albumIds?.[0]
      const command = runCommand(world, name, id === undefined ? undefined : find(world, id))
      return Response.json(commandShape(command), { status: 201 })
    },
    'GET /command': () => Response.json(world.commands.map((command) => commandShape(command))),
    'GET /command/:id': (c) => {
      const found = world.commands.find(({ id }) => id === Number(c.req.param('id')))
      return found ? Response.json(commandShape(found)) : notFound()
    },
  }
  return Object.fromEntries(
    Object.entries(routes).map(([place, route]) => [place.replace(' /', ` /api/${api}/`), route]),
  )
}

export function find(world: ArrWorld, id: number): Item | undefined {
  return world.items.find((item) => item.id === id)
}

function includeOf(c: Context): Include {
  const yes = (...names: string[]) => names.some((name) => c.req.query(name) === 'true')
  return { item: yes('includeMovie', 'includeSeries', 'includeArtist'), part: yes('includeEpisode', 'includeAlbum') }
}

/** The newest first, unless asked for the other way round. */
export function shown(world: ArrWorld, c: Context, fits: (entry: HistoryEntry) => boolean): object[] {
  const found = world.history.filter(fits)
  const sorted = c.req.query('sortDirection')?.startsWith('asc') ? found : found.toReversed()
  return sorted.map((entry) => historyShape(world, entry, includeOf(c)))
}

/** Of one item, as `/history/movie`, `/history/series` and Lidarr's list give it: not in pages. */
export function historyOf(world: ArrWorld, c: Context, item: Item | undefined, season?: number): Response {
  const type = c.req.query('eventType')
  const fits = ({ eventType }: HistoryEntry) =>
    type === undefined || type === eventType || Number(type) === EVENT_NUMBERS[eventType]
  return Response.json(
    shown(
      world,
      c,
      (entry) => entry.item === item && fits(entry) && (season === undefined || entry.part.season === season),
    ),
  )
}

function commandShape({ id, name, message, status, queued }: Command): object {
  const times =
    status === 'completed' ? { started: queued, ended: queued, duration: '00:00:00.5' } : { started: queued }
  return {
    name,
    commandName: name,
    message,
    body: {},
    priority: 'normal',
    status,
    queued,
    ...times,
    trigger: 'manual',
    id,
  }
}

function space({ disk }: ArrWorld): object {
  return { path: disk.path, label: '', freeSpace: disk.freeBytes, totalSpace: disk.totalBytes }
}

function folder({ disk }: ArrWorld): object {
  return { path: disk.path, freeSpace: disk.freeBytes }
}

function pageOf(c: Context, records: object[], sortKey: string): object {
  const page = number(c, 'page') ?? 1
  const pageSize = number(c, 'pageSize') ?? 10
  return {
    page,
    pageSize,
    sortKey,
    sortDirection: 'ascending',
    totalRecords: records.length,
    records: records.slice((page - 1) * pageSize, page * pageSize),
  }
}

function queuePage(world: ArrWorld, c: Context): object {
  const include = includeOf(c)
  return pageOf(
    c,
    world.queue.flatMap((download) => queueRecords(world, download, include)),
    'timeleft',
  )
}

function queueStatus({ queue }: ArrWorld): object {
  const totalCount = queue.reduce((sum, { parts }) => sum + parts.length, 0)
  const warnings = queue.some(({ messages, job }) => messages.length > 0 || job.state === 'stalled')
  return {
    totalCount,
    count: totalCount,
    unknownCount: 0,
    errors: false,
    warnings,
    unknownErrors: false,
    unknownWarnings: false,
  }
}

function removeFromQueue(world: ArrWorld, c: Context): Response {
  const id = Number(c.req.param('id'))
  const download = world.queue.find((one) => one.id === Math.floor(id / 1000))
  if (!download) return notFound()
  if (c.req.query('blocklist') === 'true') failDownload(world, download, 'Manually marked as failed')
  else leave(world, download)
  return Response.json({})
}

function historyPage(world: ArrWorld, c: Context): object {
  const type = number(c, 'eventType')
  const id = c.req.query('downloadId')?.toUpperCase()
  const records = shown(
    world,
    c,
    ({ eventType, downloadId }) =>
      (type === undefined || EVENT_NUMBERS[eventType] === type) &&
      (id === undefined || downloadId.toUpperCase() === id),
  )
  return pageOf(c, records, 'date')
}
