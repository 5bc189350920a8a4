import { OutsideError } from '../../../bus/index.ts'
import type { QueueRecord } from '../arr/shapes.ts'
import { type ClientDownload, type DownloadClient, sameId } from '../clients/progress.ts'
import type { Clients } from './to-downloads.ts'

/**
 * Asks the connected download clients about what stands in a queue, once each, and only those that load something of it.
 * One that does not answer is said with its words; one that refuses us leaves the queue's own word.
 */
export async function askClients(
  connected: readonly DownloadClient[],
  records: readonly QueueRecord[],
  signal: AbortSignal,
): Promise<Clients> {
  const downloads = new Map<string, ClientDownload>()
  const silent = new Map<string, string>()
  const freeBytes = new Map<string, number>()
  const ask = async (client: DownloadClient): Promise<void> => {
    const own = records.filter(({ protocol }) => protocol === client.protocol)
    const ids = [...new Set(own.flatMap(({ downloadId }) => (downloadId === null ? [] : [sameId(downloadId)])))]
    if (ids.length === 0) return
    try {
      const answer = await client.read(ids, signal)
      for (const download of answer.downloads) downloads.set(download.id, download)
      if (answer.freeBytes !== null && answer.downloads.length > 0) freeBytes.set(client.protocol, answer.freeBytes)
    } catch (error) {
      if (!(error instanceof OutsideError)) throw error
      const { kind, status = 0, message } = error
      const isAway = kind !== 'answer' && kind !== 'request' && (kind !== 'status' || status >= 500)
      if (isAway) silent.set(client.protocol, message)
    }
  }
  await Promise.all(connected.map(ask))
  return { downloads, silent, freeBytes }
}
