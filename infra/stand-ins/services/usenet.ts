import type { Context } from 'hono'
import { z } from 'zod'
import { atLeast, basic, empty, type Product, type Route, type Setup, text } from './product.ts'

/** The queue with nothing in it: numbers are texts, but for a few. */
const IDLE = { paused: false, speed: '0 ', kbpersec: '0.00', mb: '0.00', mbleft: '0.00', timeleft: '0:00:00' }

/** One address for everything; `mode` says what is wanted, and only `version` and `auth` need no key. */
export const sabnzbd: Product = {
  title: 'SABnzbd',
  usualPort: 8080,
  version: '5.0.0',
  credential: 'key',
  api: '/api',
  open: { 'GET /api': answerMode },
  guard: () => undefined,
  guarded: {},
}

function answerMode(c: Context, setup: Setup): Response {
  const mode = c.req.query('mode')
  if (mode === 'version') return Response.json({ version: setup.version })
  if (mode === 'auth') return Response.json({ auth: 'apikey' })
  const sent = c.req.query('apikey')
  if (sent !== setup.key) return refuseKey(sent === undefined ? 'API Key Required' : 'API Key Incorrect', setup)
  if (mode === 'queue') {
    const counts = { noofslots: 0, noofslots_total: 0, start: 0, limit: 10, slots: [] }
    return Response.json({ queue: { version: setup.version, status: 'Idle', ...IDLE, ...counts } })
  }
  if (mode === 'fullstatus') return Response.json({ status: { version: setup.version, paused: false, uptime: '1d' } })
  return Response.json({ status: false, error: 'not implemented' })
}

/** 403 with plain text since 3.3; before that 200, with plain text and, in 2.x, JSON. */
function refuseKey(sentence: string, { version }: Setup): Response {
  if (atLeast(version, '3.3')) return text(sentence, 403)
  return atLeast(version, '3.0') ? text(sentence) : Response.json({ status: false, error: sentence })
}

const call = z.looseObject({ method: z.string(), params: z.array(z.unknown()).optional(), id: z.unknown() })

/** JSON-RPC 1.1 behind HTTP Basic; an unknown method is an error under 200. */
export const nzbget: Product = {
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
  guarded: { 'POST /jsonrpc': answerCall },
}

const RESULTS: Record<string, (setup: Setup) => unknown> = {
  version: ({ version }) => version,
  listgroups: () => [],
  status: () => ({
    RemainingSizeLo: 0,
    RemainingSizeHi: 0,
    RemainingSizeMB: 0,
    DownloadRate: 0,
    DownloadPaused: false,
    ServerStandBy: true,
    PostJobCount: 0,
    FreeDiskSpaceMB: 42_549,
    UpTimeSec: 13_964,
  }),
}

async function answerCall(...[c, setup]: Parameters<Route>): Promise<Response> {
  const sent = call.safeParse(await c.req.json().catch(() => undefined))
  const error = (id: unknown, code: number, message: string) =>
    Response.json({ version: '1.1', id, error: { name: 'JSONRPCError', code, message } })
  if (!sent.success) return error(null, 4, 'Parse error')
  const { id, method } = sent.data
  const result = RESULTS[method]
  return result ? Response.json({ version: '1.1', id, result: result(setup) }) : error(id, 1, 'Invalid procedure')
}
