import { z } from 'zod'
import { defineOutside, joinUrl, OutsideError } from '../../../bus/index.ts'
import { type ClientDownload, type DownloadClient, etaOf, sameId } from './progress.ts'

const outside = defineOutside({ name: 'NZBGet', timeoutMs: 6000, tries: 1, openMs: 10_000 })

const MIB = 1_048_576

const count = z.number().catch(0)

const Groups = z.array(
  z.object({
    NZBID: z.number(),
    Status: z.string().catch(''),
    FileSizeLo: count,
    FileSizeHi: count,
    RemainingSizeLo: count,
    RemainingSizeHi: count,
    PausedSizeLo: count,
    PausedSizeHi: count,
    Parameters: z.array(z.object({ Name: z.string(), Value: z.unknown() })).catch([]),
  }),
)
type Group = z.output<typeof Groups>[number]

const Status = z.object({
  DownloadRate: count,
  DownloadPaused: z.boolean().catch(false),
  FreeDiskSpaceMB: z.number().nullish().catch(null),
})

const Answer = z.looseObject({ result: z.unknown(), error: z.looseObject({}).nullish() })

interface Login {
  url: string
  username: string
  password: string
}

export function nzbgetAt({ url, username, password }: Login): DownloadClient {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
  // all parameters are positional and none may be left out; errors come with status 200
  const ask = async <S extends z.ZodType>(method: string, params: unknown[], schema: S, signal: AbortSignal) => {
    const { data } = await outside.call({
      url: joinUrl(url, '/jsonrpc'),
      method: 'POST',
      headers: { authorization },
      body: { method, params, id: 1 },
      schema: Answer,
      signal,
    })
    const read = schema.safeParse(data.result)
    if (!read.success) throw new OutsideError('answer', 'NZBGet', 'NZBGet does not show its queue to this user name.')
    return read.data
  }
  return {
    title: 'NZBGet',
    protocol: 'usenet',
    async read(ids, signal) {
      const wanted = new Set(ids)
      const [groups, status] = await Promise.all([
        ask('listgroups', [0], Groups, signal),
        ask('status', [], Status, signal),
      ])
      let before = 0
      const downloads = groups.map((group) => {
        before += moving(group)
        return toDownload(group, status, before)
      })
      return {
        downloads: downloads.filter(({ id }) => wanted.has(id)),
        freeBytes: status.FreeDiskSpaceMB == null ? null : status.FreeDiskSpaceMB * MIB,
      }
    },
  }
}

/** 64 bits come in two halves without a sign. */
const whole = (high: number, low: number): number => high * 2 ** 32 + low

const left = (group: Group): number => whole(group.RemainingSizeHi, group.RemainingSizeLo)
const moving = (group: Group): number => Math.max(0, left(group) - whole(group.PausedSizeHi, group.PausedSizeLo))

/** What Sonarr and Radarr wrote on it; its own number where they did not. */
function idOf({ NZBID, Parameters }: Group): string {
  const drone = Parameters.find(({ Name }) => Name.toLowerCase() === 'drone')?.Value
  return sameId(typeof drone === 'string' && drone ? drone : String(NZBID))
}

const PROCESSING =
  /^(PP_QUEUED|LOADING_PARS|VERIFYING|REPAIRING|RENAMING|UNPACKING|MOVING|POST_UNPACK|EXECUTING|QS_|PP_FINISHED)/

function toDownload(group: Group, status: z.output<typeof Status>, upToIt: number): ClientDownload {
  const isPaused = group.Status === 'PAUSED' || (status.DownloadPaused && !PROCESSING.test(group.Status))
  const words = group.Status === 'PAUSED' ? 'It is paused in NZBGet.' : 'NZBGet is paused.'
  const state = PROCESSING.test(group.Status)
    ? 'processing'
    : /^(DOWNLOADING|FETCHING)$/.test(group.Status)
      ? 'downloading'
      : 'queued'
  return {
    id: idOf(group),
    sizeBytes: whole(group.FileSizeHi, group.FileSizeLo),
    leftBytes: left(group),
    etaAt: isPaused ? null : etaOf(upToIt, status.DownloadRate, new Date()),
    state: isPaused ? 'paused' : state,
    words: isPaused ? words : null,
  }
}
