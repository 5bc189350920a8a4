import { z } from 'zod'
import { defineOutside, joinUrl, OutsideError } from '../../../bus/index.ts'
import { type ClientDownload, type DownloadClient, etaOf, sameId } from './progress.ts'

const outside = defineOutside({ name: 'SABnzbd', timeoutMs: 6000, tries: 1, openMs: 10_000 })

const MIB = 1_048_576
const GIB = 1024 * MIB
const QUEUE_MOST = 500
const HISTORY_MOST = 100

/** Nearly all numbers are texts. */
const numeric = z.coerce.number().nullable().catch(null)

const Queue = z.object({
  queue: z.object({
    paused: z.boolean().catch(false),
    kbpersec: numeric,
    /** GiB free where it loads to. */
    diskspace1: numeric,
    slots: z
      .array(z.object({ nzo_id: z.string(), status: z.string().catch(''), mb: numeric, mbleft: numeric }))
      .catch([]),
  }),
})
const History = z.object({
  history: z.object({
    slots: z
      .array(
        z.object({
          nzo_id: z.string(),
          status: z.string().catch(''),
          bytes: numeric,
          fail_message: z.string().catch(''),
        }),
      )
      .catch([]),
  }),
})

interface Connection {
  url: string
  apiKey: string
}

export function sabnzbdAt({ url, apiKey }: Connection): DownloadClient {
  const ask = async <S extends z.ZodType>(mode: string, limit: number, schema: S, signal: AbortSignal) => {
    const { data } = await outside.call({
      url: joinUrl(url, '/api'),
      query: { mode, start: 0, limit, output: 'json', apikey: apiKey },
      // an error is JSON of another kind under status 200
      accept: 'text',
      signal,
    })
    const read = schema.safeParse(json(data))
    if (!read.success) throw new OutsideError('answer', 'SABnzbd', 'SABnzbd answers without its queue.')
    return read.data
  }
  return {
    title: 'SABnzbd',
    protocol: 'usenet',
    async read(ids, signal) {
      const wanted = new Set(ids)
      const [{ queue }, { history }] = await Promise.all([
        ask('queue', QUEUE_MOST, Queue, signal),
        ask('history', HISTORY_MOST, History, signal),
      ])
      const speed = (queue.kbpersec ?? 0) * 1024
      // jobs are loaded one after the other: each is done when those before it are
      let before = 0
      const queued = queue.slots.map((slot) => {
        before += (slot.mbleft ?? 0) * MIB
        return toDownload(slot, queue.paused, before, speed)
      })
      const loaded = history.slots.map(afterwards)
      return {
        downloads: [...queued, ...loaded].filter(({ id }) => wanted.has(id)),
        freeBytes: queue.diskspace1 === null ? null : queue.diskspace1 * GIB,
      }
    },
  }
}

type Slot = z.output<typeof Queue>['queue']['slots'][number]

function toDownload(slot: Slot, allPaused: boolean, upToIt: number, speed: number): ClientDownload {
  const { nzo_id, status, mb, mbleft } = slot
  // in a paused queue a job may still say that it is queued
  const paused = allPaused || /^paused$/i.test(status)
  const words = allPaused ? 'SABnzbd is paused.' : 'It is paused in SABnzbd.'
  return {
    id: sameId(nzo_id),
    sizeBytes: mb === null ? null : Math.round(mb * MIB),
    leftBytes: mbleft === null ? null : Math.round(mbleft * MIB),
    etaAt: paused ? null : etaOf(upToIt, speed, new Date()),
    state: paused ? 'paused' : /^(downloading|fetching)$/i.test(status) ? 'downloading' : 'queued',
    words: paused ? words : null,
  }
}

function afterwards(slot: z.output<typeof History>['history']['slots'][number]): ClientDownload {
  const failed = /^failed$/i.test(slot.status)
  return {
    id: sameId(slot.nzo_id),
    sizeBytes: slot.bytes,
    leftBytes: 0,
    etaAt: null,
    state: failed ? 'failed' : /^completed$/i.test(slot.status) ? 'done' : 'processing',
    words: failed ? slot.fail_message || 'SABnzbd says that it failed.' : null,
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
