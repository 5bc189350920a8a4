import type { Title } from '../../house/title.ts'

/** Which of the family it plays; Jellyseerr and Seerr share what came after Overseerr. */
export type Kind = 'Overseerr' | 'Jellyseerr' | 'Seerr'

export const MEDIA = {
  unknown: 1,
  pending: 2,
  processing: 3,
  partial: 4,
  available: 5,
  blocklisted: 6,
  deleted: 7,
} as const
export const REQUEST = { pending: 1, approved: 2, declined: 3, failed: 4, completed: 5 } as const
export const MEDIA_WORDS = [
  '',
  'UNKNOWN',
  'PENDING',
  'PROCESSING',
  'PARTIALLY_AVAILABLE',
  'AVAILABLE',
  'BLOCKLISTED',
  'DELETED',
]
export const ISSUE_WORDS = ['', 'VIDEO', 'AUDIO', 'SUBTITLES', 'OTHER']
export const ISSUE_STATUS_WORDS = ['', 'OPEN', 'RESOLVED']

/** Bits of a user's permissions; the first implies all. */
export const MAY = {
  admin: 2,
  manageUsers: 8,
  manageRequests: 16,
  request: 32,
  autoApprove: 128,
  autoApproveMovie: 256,
  autoApproveTv: 512,
  request4k: 1024,
  request4kMovie: 2048,
  request4kTv: 4096,
  requestAdvanced: 8192,
  requestView: 16_384,
  autoApprove4k: 32_768,
  autoApprove4kMovie: 65_536,
  autoApprove4kTv: 131_072,
  requestMovie: 262_144,
  requestTv: 524_288,
  manageIssues: 1_048_576,
  viewIssues: 2_097_152,
  createIssues: 4_194_304,
} as const

/** What somebody may who asks, sees issues and opens them: the usual. */
export const USUAL_PERMISSIONS = MAY.request + MAY.viewIssues + MAY.createIssues

export interface User {
  id: number
  email: string
  username: string | null
  plexUsername: string | null
  plexId: number | null
  /** 1 is an account of Plex, 2 a local one. */
  userType: number
  permissions: number
  avatar: string
  movieQuotaLimit: number | null
  movieQuotaDays: number | null
  tvQuotaLimit: number | null
  tvQuotaDays: number | null
  createdAt: string
  updatedAt: string
}

export interface Media {
  id: number
  mediaType: Title['mediaType']
  tmdbId: number
  tvdbId: number | null
  status: number
  status4k: number
  seasons: { id: number; seasonNumber: number; status: number; status4k: number; createdAt: string }[]
  serviceId: number | null
  externalServiceId: number | null
  externalServiceSlug: string | null
  ratingKey: string | null
  createdAt: string
  updatedAt: string
}

export interface MediaRequest {
  id: number
  status: number
  type: Title['mediaType']
  is4k: boolean
  media: Media
  seasons: { id: number; seasonNumber: number; status: number; createdAt: string }[]
  requestedBy: User
  modifiedBy: User | null
  createdAt: string
  updatedAt: string
}

export interface Issue {
  id: number
  issueType: number
  status: number
  problemSeason: number
  problemEpisode: number
  media: Media
  createdBy: User
  modifiedBy: User | null
  comments: { id: number; message: string; user: User; createdAt: string; updatedAt: string }[]
  createdAt: string
  updatedAt: string
}

/** True for an admin and for who has one of the bits. */
export function may({ permissions }: User, ...bits: number[]): boolean {
  return [MAY.admin, ...bits].some((bit) => (permissions & bit) !== 0)
}

/** What the product answers when it will not. Who may not at all gets `error` beside the status, anybody else `message`. */
export class Refusal extends Error {
  readonly status: number
  readonly denied: boolean

  constructor(status: number, message: string, denied = false) {
    super(message)
    this.status = status
    this.denied = denied
  }
}

export function denied(): Refusal {
  return new Refusal(403, 'You do not have permission to access this endpoint', true)
}

/** Whole seconds, as its database keeps them. */
export function now(): string {
  return new Date(Math.floor(Date.now() / 1000) * 1000).toISOString()
}
