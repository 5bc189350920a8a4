import { type Asks, connectionOf } from '../arr/connected.ts'
import { nzbgetAt } from './nzbget.ts'
import type { DownloadClient } from './progress.ts'
import { qbittorrentAt } from './qbittorrent.ts'
import { sabnzbdAt } from './sabnzbd.ts'

/** The download clients that are connected and switched on, with all that they need. */
export async function clientsOf(ctx: Asks): Promise<DownloadClient[]> {
  const [torrents, sab, get] = await Promise.all([
    connectionOf(ctx, 'qbittorrent'),
    connectionOf(ctx, 'sabnzbd'),
    connectionOf(ctx, 'nzbget'),
  ])
  const login = ({ url, sealed }: NonNullable<typeof torrents>) => ({
    url,
    username: sealed.username ? ctx.open(sealed.username) : '',
    password: sealed.password ? ctx.open(sealed.password) : '',
  })
  return [
    ...(torrents ? [qbittorrentAt(login(torrents))] : []),
    ...(sab?.sealed.apiKey ? [sabnzbdAt({ url: sab.url, apiKey: ctx.open(sab.sealed.apiKey) })] : []),
    ...(get ? [nzbgetAt(login(get))] : []),
  ]
}
