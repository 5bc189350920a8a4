import { randomBytes } from 'node:crypto'
import type { Context } from 'hono'
import { createDownloads, type Downloads, type Job, secondsLeft } from './downloads/jobs.ts'
import { atLeast, basic, empty, type Product, type Route, type Setup, text } from './product.ts'

/** Failed sign-ins after which the address is banned. */
const BAN_AFTER = 5
/** From here on: 204 and 401 instead of 200 with "Ok." and "Fails.", another cookie, keys as bearer. */
const NEW_SIGN_IN = '5.2'

/** The sign-in is a form; what it hands out is a cookie, without which everything is 403. */
export function qbittorrent(downloads: Downloads = createDownloads('qBittorrent')): Product {
  const sessions = new Set<string>()
  let failed = 0

  const login: Route = async (c, setup) => {
    if (failed >= BAN_AFTER) {
      return text('Your IP address has been banned after too many failed authentication attempts.', 403)
    }
    const form = new URLSearchParams(await c.req.text())
    const isNew = atLeast(setup.version, NEW_SIGN_IN)
    if (form.get('username') !== setup.username || form.get('password') !== setup.password) {
      failed += 1
      return isNew ? text('Unauthorized', 401) : text('Fails.')
    }
    failed = 0
    const id = randomBytes(16).toString('base64url')
    sessions.add(id)
    const cookie = { 'set-cookie': `${cookieName(setup)}=${id}; HttpOnly; SameSite=Strict; path=/` }
    return isNew ? empty(204, cookie) : text('Ok.', 200, cookie)
  }

  const guard = (c: Context, setup: Setup): Response | undefined => {
    const [, id = ''] = new RegExp(`(?:^|; )${cookieName(setup)}=([^;]+)`).exec(c.req.header('cookie') ?? '') ?? []
    if (sessions.has(id)) return undefined
    const { key, username, password } = setup
    const sent = basic(c)
    const direct =
      c.req.header('authorization') === `Bearer ${key}` || (sent?.username === username && sent.password === password)
    return direct && atLeast(setup.version, NEW_SIGN_IN) ? undefined : text('Forbidden', 403)
  }

  return {
    title: 'qBittorrent',
    usualPort: 8080,
    version: '5.1.4',
    credential: 'login',
    api: '/api',
    open: { 'POST /api/v2/auth/login': own(login) },
    guard: (c, setup) => foreign(c) ?? guard(c, setup),
    guarded: {
      'GET /api/v2/app/version': (_c, { version }) => text(`v${version}`),
      'GET /api/v2/app/webapiVersion': (_c, { version }) =>
        text(atLeast(version, '5.2') ? '2.15.0' : atLeast(version, '5.0') ? '2.11.4' : '2.9.3'),
      'GET /api/v2/torrents/info': (c, { version }) => {
        const { hashes, category, limit, offset } = c.req.query()
        const wanted = hashes === undefined ? undefined : new Set(hashes.toLowerCase().split('|'))
        const found = downloads.jobs.filter(
          (job) => (!wanted || wanted.has(job.id)) && (category === undefined || job.category === category),
        )
        const start = Number(offset ?? 0)
        const page = found.slice(start, limit === undefined ? undefined : start + Number(limit))
        return Response.json(page.map((job) => torrent(job, version)))
      },
      'GET /api/v2/transfer/info': () =>
        Response.json({
          connection_status: 'connected',
          dht_nodes: 0,
          dl_info_data: 0,
          dl_info_speed: downloads.jobs.reduce((sum, { bytesPerSecond }) => sum + bytesPerSecond, 0),
          dl_rate_limit: 0,
          up_info_data: 0,
          up_info_speed: 0,
          up_rate_limit: 0,
        }),
    },
  }
}

const SECONDS_UNKNOWN = 8_640_000
const STATES: Record<Job['state'], string> = {
  queued: 'queuedDL',
  downloading: 'downloading',
  stalled: 'stalledDL',
  paused: 'stoppedDL',
  unpacking: 'checkingUP',
  completed: 'stalledUP',
  failed: 'error',
}

/** Pausing was called that until 5.0. */
function torrent(job: Job, version: string): object {
  const { sizeBytes, leftBytes } = job
  const state = job.state === 'paused' && !atLeast(version, '5.0') ? 'pausedDL' : STATES[job.state]
  return {
    added_on: Math.floor(job.addedAt / 1000),
    amount_left: leftBytes,
    availability: job.state === 'stalled' ? 0.6 : 1,
    category: job.category,
    completed: sizeBytes - leftBytes,
    completion_on: job.completedAt ? Math.floor(job.completedAt / 1000) : -1,
    content_path: `/downloads/${job.name}`,
    dlspeed: job.bytesPerSecond,
    downloaded: sizeBytes - leftBytes,
    eta: secondsLeft(job) ?? SECONDS_UNKNOWN,
    infohash_v1: job.id,
    name: job.name,
    num_leechs: 0,
    num_seeds: job.state === 'stalled' ? 0 : 12,
    progress: (sizeBytes - leftBytes) / sizeBytes,
    ratio: 0,
    save_path: '/downloads',
    size: sizeBytes,
    state,
    tags: '',
    total_size: sizeBytes,
    upspeed: 0,
    hash: job.id,
  }
}

function cookieName({ version, port }: Setup): string {
  return atLeast(version, NEW_SIGN_IN) ? `QBT_SID_${port}` : 'SID'
}

function own(route: Route): Route {
  return (c, setup) => foreign(c) ?? route(c, setup)
}

/** The defence against forged requests: an Origin or a Referer of another host is 401. */
function foreign(c: Context): Response | undefined {
  const stated = c.req.header('origin') ?? c.req.header('referer')
  if (stated === undefined) return undefined
  const same = URL.canParse(stated) && new URL(stated).host === c.req.header('host')
  return same ? undefined : text('Unauthorized', 401)
}
