import type { Context } from 'hono'
import { z } from 'zod'
import { createDownloads, type Downloads, type Job, secondsLeft } from './downloads/jobs.ts'
import { atLeast, basic, empty, type Product, type Setup, text } from './product.ts'

const MIB = 1_048_576
const GIB = 1024 * MIB

/** One address for everything; `mode` says what is wanted, and only `version` and `auth` need no key. */
export function sabnzbd(downloads: Downloads = createDownloads('SABnzbd')): Product {
  return {
    title: 'SABnzbd',
    usualPort: 8080,
    version: '5.0.0',
    credential: 'key',
    api: '/api',
    open: { 'GET /api': (c, setup) => answerMode(c, setup, downloads) },
    guard: () => undefined,
    guarded: {},
  }
}

function answerMode(c: Context, setup: Setup, downloads: Downloads): Response {
  const mode = c.req.query('mode')
  if (mode === 'version') return Response.json({ version: setup.version })
  if (mode === 'auth') return Response.json({ auth: 'apikey' })
  const sent = c.req.query('apikey')
  if (sent !== setup.key) return refuseKey(sent === undefined ? 'API Key Required' : 'API Key Incorrect', setup)
  const ids = c.req.query('nzo_ids')?.split(',')
  const jobs = downloads.jobs.filter(({ id }) => !ids || ids.includes(id))
  const start = Number(c.req.query('start') ?? 0)
  const limit = Number(c.req.query('limit') ?? 10)
  const page = (list: Job[]) => list.slice(start, limit > 0 ? start + limit : undefined)
  if (mode === 'queue') {
    const waiting = jobs.filter((job) => !isOver(job))
    const slots = page(waiting).map((job, index) => queueSlot(job, start + index))
    const counts = { noofslots: waiting.length, noofslots_total: waiting.length, start, limit, slots }
    return Response.json({ queue: { version: setup.version, ...queueHead(waiting, downloads), ...counts } })
  }
  if (mode === 'history') {
    const over = jobs.filter((job) => isOver(job)).toReversed()
    return Response.json({ history: { noofslots: over.length, ppslots: 0, slots: page(over).map(historySlot) } })
  }
  if (mode === 'fullstatus') return Response.json({ status: { version: setup.version, paused: false, uptime: '1d' } })
  return Response.json({ status: false, error: 'not implemented' })
}

/** What is unpacked, done or failed stands in the history, not in the queue. */
function isOver({ state }: Job): boolean {
  return state === 'unpacking' || state === 'completed' || state === 'failed'
}

const mib = (bytes: number) => (bytes / MIB).toFixed(2)
const clock = (seconds = 0) => {
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0')
  return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`
}

/** Numbers are texts, but for a few. */
function queueHead(jobs: Job[], { freeBytes }: Downloads): object {
  const speed = jobs.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0)
  const left = jobs.reduce((sum, { leftBytes }) => sum + leftBytes, 0)
  return {
    status: speed > 0 ? 'Downloading' : 'Idle',
    paused: false,
    speed: speed > 0 ? `${(speed / MIB).toFixed(1)} M` : '0 ',
    kbpersec: (speed / 1024).toFixed(2),
    mb: mib(jobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
    mbleft: mib(left),
    timeleft: clock(speed > 0 ? left / speed : 0),
    diskspace1: (freeBytes / GIB).toFixed(2),
    diskspacetotal1: '3725.29',
  }
}

function queueSlot(job: Job, index: number): object {
  const status =
    { paused: 'Paused', stalled: 'Propagating', downloading: 'Downloading' }[job.state as string] ?? 'Queued'
  return {
    status,
    index,
    time_added: Math.floor(job.addedAt / 1000),
    mb: mib(job.sizeBytes),
    mbleft: mib(job.leftBytes),
    size: `${(job.sizeBytes / GIB).toFixed(1)} GB`,
    sizeleft: `${(job.leftBytes / GIB).toFixed(1)} GB`,
    filename: job.name,
    labels: [],
    priority: 'Normal',
    cat: job.category,
    timeleft: clock(secondsLeft(job)),
    percentage: String(Math.floor(((job.sizeBytes - job.leftBytes) / job.sizeBytes) * 100)),
    nzo_id: job.id,
  }
}

function historySlot(job: Job): object {
  const failed = job.state === 'failed'
  return {
    action_line: '',
    fail_message: failed ? (job.message ?? '') : '',
    category: job.category,
    nzb_name: `${job.name}.nzb`,
    storage: failed ? '' : `/downloads/${job.name}`,
    status: { failed: 'Failed', unpacking: 'Extracting' }[job.state as string] ?? 'Completed',
    completed: Math.floor((job.completedAt ?? 0) / 1000),
    nzo_id: job.id,
    name: job.name,
    bytes: job.sizeBytes,
    size: `${(job.sizeBytes / GIB).toFixed(1)} GB`,
    archive: false,
  }
}

/** 403 with plain text since 3.3; before that 200, with plain text and, in 2.x, JSON. */
function refuseKey(sentence: string, { version }: Setup): Response {
  if (atLeast(version, '3.3')) return text(sentence, 403)
  return atLeast(version, '3.0') ? text(sentence) : Response.json({ status: false, error: sentence })
}

/** JSON-RPC 1.1 behind HTTP Basic; an unknown method is an error under 200. */
export function nzbget(downloads: Downloads = createDownloads('NZBGet')): Product {
  return {
    title: 'NZBGet',
    usualPort: 6789,
    version: '25.2',
    credential: 'login',
    api: '/',
    open: {},
    guard(c, { username, password }) {
      const sent = basic(c)
      const known = sent?.username === username && sent.password === password
      return known ? undefined : empty(401, { 'www-authenticate': 'Basic realm="NZBGet"' })
    },
    guarded: { 'POST /jsonrpc': (c, setup) => answerCall(c, setup, downloads) },
  }
}

const RESULTS: Record<string, (setup: Setup, downloads: Downloads) => unknown> = {
  version: ({ version }) => version,
  listgroups: (_setup, { jobs }) => jobs.filter(({ state }) => state !== 'completed' && state !== 'failed').map(group),
  history: (_setup, { jobs }) =>
    jobs.filter(({ state }) => state === 'completed' || state === 'failed').map(historyGroup),
  status: (_setup, { jobs, freeBytes }) => {
    const rate = jobs.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0)
    const left = jobs.reduce((sum, { leftBytes }) => sum + leftBytes, 0)
    return {
      ...split('RemainingSize', left),
      DownloadRate: rate,
      DownloadPaused: false,
      ServerStandBy: rate === 0,
      PostJobCount: 0,
      FreeDiskSpaceMB: Math.floor(freeBytes / MIB),
      UpTimeSec: 13_964,
    }
  },
}

/** A number of 64 bits as two of 32, and as whole MiB. */
function split(name: string, bytes: number): object {
  return {
    [`${name}Lo`]: bytes % 2 ** 32,
    [`${name}Hi`]: Math.floor(bytes / 2 ** 32),
    [`${name}MB`]: Math.floor(bytes / MIB),
  }
}

const GROUP_STATES: Partial<Record<Job['state'], string>> = {
  downloading: 'DOWNLOADING',
  paused: 'PAUSED',
  unpacking: 'UNPACKING',
}

function group(job: Job): object {
  return {
    ...split('FileSize', job.sizeBytes),
    ...split('RemainingSize', job.leftBytes),
    ...split('PausedSize', job.state === 'paused' ? job.leftBytes : 0),
    ...split('DownloadedSize', job.sizeBytes - job.leftBytes),
    NZBID: job.number,
    NZBName: job.name,
    Kind: 'NZB',
    Category: job.category,
    // a stalled one waits for its turn as far as NZBGet says
    Status: GROUP_STATES[job.state] ?? 'QUEUED',
    ActiveDownloads: job.bytesPerSecond > 0 ? 8 : 0,
    Health: 1000,
    CriticalHealth: 944,
    MaxPriority: 0,
    Parameters: [{ Name: 'drone', Value: job.id }],
    PostInfoText: 'NONE',
    // garbage unless something is unpacked, as it was recorded
    PostStageProgress: 135_143_623,
  }
}

function historyGroup(job: Job): object {
  return {
    NZBID: job.number,
    Name: job.name,
    Category: job.category,
    Status: job.state === 'failed' ? 'FAILURE/HEALTH' : 'SUCCESS/UNPACK',
    ...split('FileSize', job.sizeBytes),
    HistoryTime: Math.floor((job.completedAt ?? 0) / 1000),
    DestDir: `/downloads/${job.name}`,
    Parameters: [{ Name: 'drone', Value: job.id }],
  }
}

const call = z.looseObject({ method: z.string(), params: z.array(z.unknown()).optional(), id: z.unknown() })

async function answerCall(c: Context, setup: Setup, downloads: Downloads): Promise<Response> {
  const sent = call.safeParse(await c.req.json().catch(() => undefined))
  const error = (id: unknown, code: number, message: string) =>
    Response.json({ version: '1.1', id, error: { name: 'JSONRPCError', code, message } })
  if (!sent.success) return error(null, 4, 'Parse error')
  const { id, method } = sent.data
  const result = RESULTS[method]
  return result
    ? Response.json({ version: '1.1', id, result: result(setup, downloads) })
    : error(id, 1, 'Invalid procedure')
}
