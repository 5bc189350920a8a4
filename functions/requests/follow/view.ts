import type { There } from './followed.ts'

/** A download of one request as it stands now, by Radarr's or Sonarr's queue and, where it is connected, its client. */
export interface Download {
  /** In capitals; null while it is delayed and no client has it. */
  id: string | null
  release: string | null
  indexer: string | null
  client: string | null
  quality: string | null
  addedAt: Date | null
  sizeBytes: number
  leftBytes: number
  etaAt: Date | null
  state:
    | 'delayed'
    | 'queued'
    | 'downloading'
    | 'paused'
    | 'stalled'
    | 'loaded'
    | 'import-blocked'
    | 'disk-full'
    | 'failed'
    | 'client-unreachable'
  /** What is wrong, in the words of whoever said it; null when nothing is. */
  words: string | null
  /** How many episodes of each season it holds; of a film or album one of null. */
  holds: { season: number | null; parts: number }[]
}

/** Something that the history tells. */
export interface Happened {
  kind: 'grabbed' | 'imported' | 'failed'
  /** In capitals; null for what was imported by hand. */
  downloadId: string | null
  at: Date
  release: string | null
  indexer: string | null
  client: string | null
  quality: string | null
  sizeBytes: number | null
  season: number | null
  words: string | null
}

/** All that is known of one request outside, at one moment. */
export interface View {
  /** `radarr`, `sonarr` or `lidarr`, and how people call it. */
  service: 'radarr' | 'sonarr' | 'lidarr'
  title: string
  /** It does not answer: nothing below is known. */
  down: { since: Date; words: string } | null
  /** Undefined: not looked up this time. */
  there: There | null | undefined
  downloads: readonly Download[]
  happened: readonly Happened[]
  /** The disk that it is imported to, with what all downloads together still bring there; null where that is not known. */
  disk: { path: string; freeBytes: number; toComeBytes: number } | null
}
