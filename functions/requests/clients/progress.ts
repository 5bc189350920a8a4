/** What a download client says of one download. */
export interface ClientDownload {
  /** As Sonarr and Radarr know it, in capitals. */
  id: string
  sizeBytes: number | null
  leftBytes: number | null
  /** Null while it cannot be told. */
  etaAt: Date | null
  /** `processing` is loaded, and being checked or unpacked. */
  state: 'queued' | 'downloading' | 'paused' | 'stalled' | 'processing' | 'done' | 'failed'
  /** What is wrong with it, in the client's words; null when nothing is. */
  words: string | null
}

export interface ClientAnswer {
  downloads: ClientDownload[]
  /** On the disk that it loads to; null where it does not say. */
  freeBytes: number | null
}

export interface DownloadClient {
  /** For sentences. */
  readonly title: string
  readonly protocol: 'torrent' | 'usenet'
  /** Those of the named downloads that it has. Throws `OutsideError`. */
  read(ids: readonly string[], signal: AbortSignal): Promise<ClientAnswer>
}

/** How every id is compared: qBittorrent writes hashes in small letters, Sonarr and Radarr in capitals. */
export const sameId = (id: string): string => id.toUpperCase()

/** When it is done at this speed; null when nothing moves. */
export function etaOf(leftBytes: number, bytesPerSecond: number, now: Date): Date | null {
  return bytesPerSecond > 0 ? new Date(now.getTime() + (leftBytes / bytesPerSecond) * 1000) : null
}
