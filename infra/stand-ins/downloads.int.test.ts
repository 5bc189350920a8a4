import { afterEach, expect, test } from 'vitest'
import nzbgetGroup from './fixtures/nzbget-group.json' with { type: 'json' }
import torrentRecorded from './fixtures/qbittorrent-torrent.json' with { type: 'json' }
import historyRecorded from './fixtures/sabnzbd-history-slot.json' with { type: 'json' }
import slotRecorded from './fixtures/sabnzbd-slot.json' with { type: 'json' }
import { type DownloadsStandIn, startDownloads } from './services.ts'
import { failJob, progress, stall } from './services/downloads/jobs.ts'
import { strangers } from './shape-of.ts'

const GIB = 1_073_741_824

const running: DownloadsStandIn[] = []
afterEach(async () => {
  await Promise.all(running.splice(0).map((standIn) => standIn.stop()))
})

async function start(...given: Parameters<typeof startDownloads>): Promise<DownloadsStandIn> {
  const standIn = await startDownloads(...given)
  running.push(standIn)
  return standIn
}

async function read(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  return (await (await fetch(url, init)).json()) as Record<string, unknown>
}

test('qBittorrent lists torrents, those with these hashes only when asked', async () => {
  const service = await start('qbittorrent')
  const { downloads, url, username, password } = service
  const [one, other] = ['One', 'Other'].map((name) => downloads.add({ name, sizeBytes: 4 * GIB, category: 'radarr' }))
  const body = new URLSearchParams({ username, password })
  const signedIn = await fetch(`${url}/api/v2/auth/login`, { method: 'POST', body })
  const headers = { cookie: signedIn.headers.get('set-cookie')!.split(';')[0]! }
  const list = async (query = '') =>
    (await read(`${url}/api/v2/torrents/info${query}`, { headers })) as unknown as object[]
  expect(strangers((await list())[0], torrentRecorded)).toEqual([])
  expect(await list()).toMatchObject([{ state: 'queuedDL', eta: 8_640_000, progress: 0 }, { name: 'Other' }])
  progress(one!, 0.5)
  stall(other!, 'no seeds')
  expect(await list()).toMatchObject([
    { hash: one!.id, state: 'downloading', progress: 0.5, amount_left: 2 * GIB, completion_on: -1 },
    { state: 'stalledDL', dlspeed: 0, eta: 8_640_000 },
  ])
  // Radarr writes them in upper case
  expect(await list(`?hashes=${other!.id.toUpperCase()}`)).toMatchObject([{ name: 'Other' }])
  expect(await list('?hashes=00')).toEqual([])
  progress(one!, 1)
  expect(await list(`?hashes=${one!.id}`)).toMatchObject([{ state: 'stalledUP', progress: 1 }])
})

test('SABnzbd has what loads in the queue and the rest in the history, most numbers as text', async () => {
  const { downloads, url, key } = await start('sabnzbd')
  const [one, other] = ['One', 'Other'].map((name) => downloads.add({ name, sizeBytes: GIB, category: 'tv' }))
  const read1 = (mode: string) => read(`${url}/api?mode=${mode}&output=json&apikey=${key}`)
  progress(one!, 0.25)
  const { slots } = (await read1('queue'))['queue'] as { slots: object[] }
  expect(strangers(slots[0], slotRecorded)).toEqual([])
  expect(await read1('queue')).toMatchObject({
    queue: {
      status: 'Downloading',
      noofslots: 2,
      mb: '2048.00',
      slots: [
        { nzo_id: one!.id, percentage: '25', mbleft: '768.00', status: 'Downloading', timeleft: '0:01:04' },
        { nzo_id: other!.id, status: 'Queued', timeleft: '0:00:00' },
      ],
    },
  })
  progress(one!, 1)
  failJob(other!, 'Aborted, cannot be completed')
  expect(await read1('queue')).toMatchObject({ queue: { status: 'Idle', slots: [] } })
  expect(await read1('history')).toMatchObject({
    history: {
      slots: [
        { nzo_id: other!.id, status: 'Failed', fail_message: 'Aborted, cannot be completed' },
        { nzo_id: one!.id, status: 'Completed', fail_message: '', bytes: GIB },
      ],
    },
  })
  const history = (await read1('history'))['history'] as { slots: object[] }
  expect(strangers(history.slots[0], historyRecorded)).toEqual([])
  const only = await read(`${url}/api?mode=history&nzo_ids=${one!.id}&apikey=${key}`)
  expect(only).toMatchObject({ history: { noofslots: 1 } })
})

test('NZBGet splits large numbers in two, and knows what Radarr left with it', async () => {
  const { downloads, url, username, password } = await start('nzbget')
  const job = downloads.add({ name: 'Large', sizeBytes: 10 * GIB, category: 'movies' })
  progress(job, 0.5)
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  const call = async (method: string) =>
    (
      await read(`${url}/jsonrpc`, {
        method: 'POST',
        headers: { authorization },
        body: JSON.stringify({ method, params: [0], id: 1 }),
      })
    )['result']
  expect(strangers(((await call('listgroups')) as object[])[0], nzbgetGroup)).toEqual([])
  expect(await call('listgroups')).toMatchObject([
    {
      NZBID: 1,
      Status: 'DOWNLOADING',
      FileSizeHi: 2,
      FileSizeLo: 2 * GIB,
      RemainingSizeMB: 5120,
      Parameters: [{ Name: 'drone', Value: job.id }],
    },
  ])
  expect(await call('status')).toMatchObject({ DownloadRate: job.bytesPerSecond, ServerStandBy: false })
  progress(job, 1)
  expect(await call('listgroups')).toEqual([])
  expect(await call('history')).toMatchObject([{ Name: 'Large', Status: 'SUCCESS/UNPACK' }])
})
