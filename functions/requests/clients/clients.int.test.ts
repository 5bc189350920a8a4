import { afterEach, beforeEach, expect, test } from 'vitest'
import { OutsideError } from '../../../bus/index.ts'
import { type DownloadsStandIn, startDownloads } from '../../../infra/stand-ins/services.ts'
import { progress } from '../../../infra/stand-ins/services/downloads/jobs.ts'
import { nzbgetAt } from './nzbget.ts'
import type { ClientAnswer, DownloadClient } from './progress.ts'
import { qbittorrentAt } from './qbittorrent.ts'
import { sabnzbdAt } from './sabnzbd.ts'

const GIB = 1_073_741_824
const CLIENTS = {
  qbittorrent: (at: DownloadsStandIn) => qbittorrentAt(at),
  sabnzbd: (at: DownloadsStandIn) => sabnzbdAt({ url: at.url, apiKey: at.key }),
  nzbget: (at: DownloadsStandIn) => nzbgetAt(at),
} satisfies Record<string, (at: DownloadsStandIn) => DownloadClient>

const running: DownloadsStandIn[] = []
const start = async (name: keyof typeof CLIENTS, version?: string) => {
  const service = await startDownloads(name, version === undefined ? {} : { version })
  running.push(service)
  return { service, client: CLIENTS[name](service) }
}
beforeEach(() => void (running.length = 0))
afterEach(() => Promise.all(running.map((service) => service.stop())))

const read = (client: DownloadClient, ...ids: string[]): Promise<ClientAnswer> =>
  client.read(
    ids.map((id) => id.toUpperCase()),
    AbortSignal.timeout(5000),
  )

for (const [name, versions] of Object.entries({
  qbittorrent: ['4.6.7', '5.1.4', '5.2.0'],
  sabnzbd: ['4.5.0', '5.0.0'],
  nzbget: ['25.2'],
} as const))
  for (const version of versions)
    test(`${name} ${version} says how far its downloads are, beyond 4 GiB as well`, async () => {
      const { service, client } = await start(name as keyof typeof CLIENTS, version)
      const add = (title: string) => service.downloads.add({ name: title, sizeBytes: 12 * GIB, category: 'radarr' })
      const [wanted, other] = [add('Wanted'), add('Other')]
      progress(wanted, 0.25)
      const answer = await read(client, wanted.id)
      expect(answer.downloads).toHaveLength(1)
      const [one] = answer.downloads
      expect(one).toMatchObject({ id: wanted.id.toUpperCase(), state: 'downloading', words: null })
      expect(Math.abs((one?.sizeBytes ?? 0) - 12 * GIB)).toBeLessThan(20_000)
      expect(Math.abs((one?.leftBytes ?? 0) - 9 * GIB)).toBeLessThan(20_000)
      expect(one?.etaAt?.getTime()).toBeGreaterThan(Date.now())
      progress(wanted, 1)
      const [done] = (await read(client, wanted.id)).downloads
      // what NZBGet has handed over is in its list no longer
      if (done) expect(['done', 'processing']).toContain(done.state)
      expect((await read(client, other.id)).downloads).toMatchObject([{ state: 'queued' }])
    })

test('a session of qBittorrent that ended is begun anew, and a refused sign-in is not repeated', async () => {
  const { service } = await start('qbittorrent')
  const client = qbittorrentAt(service)
  const job = service.downloads.add({ name: 'A', sizeBytes: GIB, category: 'radarr' })
  await read(client, job.id)
  await read(client, job.id)
  expect(service.callsTo(/auth\/login/)).toHaveLength(1)
  const wrong = qbittorrentAt({ url: service.url, username: service.username, password: 'wrong' })
  for (let n = 0; n < 4; n += 1) await expect(read(wrong, job.id)).rejects.toThrow(OutsideError)
  expect(service.callsTo(/auth\/login/)).toHaveLength(2)
})

test('a wrong key of SABnzbd is no queue', async () => {
  const { service } = await start('sabnzbd')
  await expect(read(sabnzbdAt({ url: service.url, apiKey: 'wrong' }), 'X')).rejects.toThrow(OutsideError)
})
