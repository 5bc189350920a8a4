import type { RequestRow } from '../tables.ts'
import type { There } from './followed.ts'
import type { Download, Happened, View } from './view.ts'

export const NOON = new Date('2026-03-01T12:00:00.000Z')
export const minutes = (count: number): Date => new Date(NOON.getTime() + count * 60_000)

/** A film that was approved at noon. */
export const aRow = (more: Partial<RequestRow> = {}): RequestRow => ({
  id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11',
  seerr_id: 7,
  media_type: 'movie',
  media_id: '593',
  tvdb_id: null,
  title: 'Solaris',
  is4k: false,
  seasons: [],
  status: 'processing',
  stage: 'approved',
  reason: null,
  waiting_for: null,
  waiting_since: null,
  waiting_reason: null,
  percent: null,
  eta_at: null,
  size_bytes: null,
  late_code: null,
  late_since: null,
  late_message: null,
  user_id: null,
  requested_by: 'kris',
  seerr_user_id: null,
  origin: 'portal',
  send_begun_at: null,
  retries: 0,
  retry_at: null,
  rating_key: null,
  play_url: null,
  seen: null,
  followed: null,
  version: '1',
  created_at: NOON,
  updated_at: NOON,
  ...more,
})

export const aView = (more: Partial<View> = {}): View => ({
  service: 'radarr',
  title: 'Radarr',
  down: null,
  there: undefined,
  downloads: [],
  happened: [],
  disk: null,
  ...more,
})

export const aFilm = (more: Partial<There> = {}): There => ({
  url: 'http://radarr.test',
  id: 42,
  addedAt: minutes(1).toISOString(),
  monitored: true,
  path: '/films/Solaris (1972)',
  release: null,
  parts: [{ season: null, monitored: true, wanted: 1, there: 0, nextAt: null }],
  ...more,
})

export const aDownload = (more: Partial<Download> = {}): Download => ({
  id: 'CAFE',
  release: 'Solaris.1972.1080p',
  indexer: 'Deep Index',
  client: 'qBittorrent',
  quality: 'Bluray-1080p',
  addedAt: minutes(2),
  sizeBytes: 1000,
  leftBytes: 400,
  etaAt: minutes(30),
  state: 'downloading',
  words: null,
  holds: [{ season: null, parts: 1 }],
  ...more,
})

export const aFact = (kind: Happened['kind'], more: Partial<Happened> = {}): Happened => ({
  kind,
  downloadId: 'CAFE',
  at: minutes(2),
  release: 'Solaris.1972.1080p',
  indexer: 'Deep Index',
  client: 'qBittorrent',
  quality: 'Bluray-1080p',
  sizeBytes: 1000,
  season: null,
  words: null,
  ...more,
})
