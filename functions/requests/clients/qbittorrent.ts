import { z } from 'zod'
import { defineOutside, joinUrl, OutsideError } from '../../../bus/index.ts'
import { type ClientDownload, type DownloadClient, sameId } from './progress.ts'

const outside = defineOutside({ name: 'qBittorrent', timeoutMs: 6000, tries: 1, openMs: 10_000 })

/** A refused sign-in is not repeated before: a few more and the address is barred. */
const REFUSED_FOR_MS = 600_000
/** Its way to say that it does not know. */
const ETA_UNKNOWN = 8_640_000

const Torrents = z.array(
  z.object({
    hash: z.string(),
    state: z.string().catch('unknown'),
    progress: z.number().catch(0),
    eta: z.number().catch(ETA_UNKNOWN),
    size: z.number().nullish().catch(null),
    amount_left: z.number().nullish().catch(null),
  }),
)

interface Login {
  url: string
  username: string
  password: string
}

/** The cookie that each sign-in gave, or until when not to try again. Kept by the process: a restart signs in anew. */
const sessions = new Map<string, { cookie: string } | { refusedUntil: number }>()

export function qbittorrentAt(login: Login): DownloadClient {
  return {
    title: 'qBittorrent',
    protocol: 'torrent',
    async read(ids, signal) {
      const torrents = await ask(login, ids.map((id) => id.toLowerCase()).join('|'), signal)
      return { downloads: torrents.map(toDownload), freeBytes: null }
    },
  }
}

async function ask(login: Login, hashes: string, signal: AbortSignal): Promise<z.output<typeof Torrents>> {
  const key = JSON.stringify([login.url, login.username, login.password])
  const list = (cookie: string) =>
    outside.call({
      url: joinUrl(login.url, '/api/v2/torrents/info'),
      query: { hashes },
      headers: { cookie },
      schema: Torrents,
      expect: [403],
      signal,
    })
  const known = sessions.get(key)
  if (known && 'refusedUntil' in known && known.refusedUntil > Date.now()) throw refused()
  if (known && 'cookie' in known) {
    const { status, data } = await list(known.cookie)
    if (status !== 403 && data) return data
  }
  const cookie = await signIn(login, signal)
  if (cookie === null) {
    sessions.set(key, { refusedUntil: Date.now() + REFUSED_FOR_MS })
    throw refused()
  }
  sessions.set(key, { cookie })
  const { data } = await list(cookie)
  if (!data) throw refused()
  return data
}

const refused = (): OutsideError =>
  new OutsideError('status', 'qBittorrent', 'qBittorrent refuses this user name or password.', { status: 403 })

/** 200 `Ok.` or `Fails.` up to 5.1, 204 and 401 from 5.2 on, 403 when the address is barred; the cookie has any name. */
async function signIn({ url, username, password }: Login, signal: AbortSignal): Promise<string | null> {
  const { status, data, headers } = await outside.call({
    url: joinUrl(url, '/api/v2/auth/login'),
    method: 'POST',
    body: new URLSearchParams({ username, password }),
    accept: 'text',
    expect: [401, 403],
    signal,
  })
  if (status === 401 || status === 403 || data?.trim() === 'Fails.') return null
  return headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}

type State = Pick<ClientDownload, 'state' | 'words'>
const STATES: Record<string, State> = {
  error: { state: 'failed', words: 'qBittorrent stopped it with an error.' },
  missingFiles: { state: 'failed', words: 'qBittorrent misses its files.' },
  stalledDL: { state: 'stalled', words: 'qBittorrent: the download is stalled, nobody sends anything.' },
  downloading: { state: 'downloading', words: null },
  forcedDL: { state: 'downloading', words: null },
  pausedDL: { state: 'paused', words: 'It is paused in qBittorrent.' },
  stoppedDL: { state: 'paused', words: 'It is stopped in qBittorrent.' },
  moving: { state: 'processing', words: null },
}

function toDownload(torrent: z.output<typeof Torrents>[number]): ClientDownload {
  const { hash, state, progress, eta, size, amount_left: left } = torrent
  const done = progress >= 1 || state.endsWith('UP')
  const checking: State = { state: state.startsWith('checking') ? 'processing' : 'queued', words: null }
  return {
    id: sameId(hash),
    sizeBytes: size ?? null,
    leftBytes: left ?? (size == null ? null : Math.round(size * (1 - progress))),
    etaAt: done || eta >= ETA_UNKNOWN || eta < 0 ? null : new Date(Date.now() + eta * 1000),
    ...(done && !(STATES[state]?.state === 'failed') ? { state: 'done', words: null } : (STATES[state] ?? checking)),
  }
}
