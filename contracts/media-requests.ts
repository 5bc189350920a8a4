import { z } from 'zod'
import { action, command, event, live, personal, query, secret } from './define.ts'
import { MediaId, MediaKind, RequestStatus } from './media.ts'

/** What can happen to a request; each is one line of its timeline. */
export const STEPS = [
  'asked',
  'sent',
  'approved',
  'declined',
  'edited',
  'handed-on',
  'grabbed',
  'downloading',
  'imported',
  'partial',
  'in-plex',
  'watched',
  'late',
  'on-time',
  'failed',
  'retried',
  'refused',
  'withdrawn',
  'removed',
] as const
export const Step = z.enum(STEPS)
export type Step = z.infer<typeof Step>

/** The way that a request goes, in order; what comes beside it is no stage. */
export const STAGES = [
  'asked',
  'approved',
  'handed-on',
  'grabbed',
  'downloading',
  'imported',
  'in-plex',
  'watched',
] as const satisfies readonly Step[]
export const Stage = z.enum(STAGES)
export type Stage = z.infer<typeof Stage>

/** Why something is late. */
export const LATE_CODES = [
  'not-released',
  'no-release',
  'stalled',
  'import-blocked',
  'disk-full',
  'download-failed',
  'client-unreachable',
  'unreachable',
] as const
export const LateCode = z.enum(LATE_CODES)
export type LateCode = z.infer<typeof LateCode>

export const StepDetail = z
  .object({
    release: z.string(),
    indexer: z.string(),
    client: z.string(),
    quality: z.string(),
    sizeBytes: z.number(),
    seasons: z.array(z.int()),
    season: z.int(),
    /** In the words of whoever said it. */
    reason: z.string(),
    code: LateCode,
    /** The rule that approved it. */
    rule: z.string(),
    service: z.string(),
  })
  .partial()
export type StepDetail = z.infer<typeof StepDetail>

export const TimelineStep = z.object({
  step: Step,
  at: z.iso.datetime(),
  /** Who did it, where a person did; of watching null, but for admins and that person. */
  by: z.string().nullable(),
  /** Who said so: `portal`, `seerr`, `radarr`, `sonarr`, `lidarr`, `plex`, `reconcile`. */
  source: z.string(),
  detail: StepDetail,
  /** Since the stage before it; null for the first and for what is no stage. */
  lagMs: z.int().nullable(),
})
export type TimelineStep = z.infer<typeof TimelineStep>

export const MediaRequest = z.object({
  id: z.uuid(),
  mediaType: MediaKind,
  mediaId: MediaId,
  title: z.string().nullable(),
  artist: z.string().nullable(),
  year: z.int().nullable(),
  posterId: z.string().nullable(),
  is4k: z.boolean(),
  seasons: z.array(z.int()),
  status: RequestStatus,
  /** The furthest that it came. */
  stage: Stage,
  /** What it waits for and since when: "waiting for Seerr since 14:02"; null while it waits for nobody. */
  waitingFor: z.object({ service: z.string(), since: z.iso.datetime(), reason: z.string() }).nullable(),
  progress: z
    .object({
      percent: z.number().min(0).max(100),
      etaAt: z.iso.datetime().nullable(),
      sizeBytes: z.number().nullable(),
    })
    .nullable(),
  late: z.object({ code: LateCode, since: z.iso.datetime(), message: z.string() }).nullable(),
  /** Why it was declined or refused, or what failed; null otherwise. */
  reason: z.string().nullable(),
  /** Of the automatic retries after a failure; null where nothing failed. */
  retries: z.object({ made: z.int(), left: z.int(), nextAt: z.iso.datetime().nullable() }).nullable(),
  requestedBy: z.object({ id: z.uuid().nullable(), name: z.string() }),
  mine: z.boolean(),
  /** Its number at Seerr, for admins; null before it is there. */
  seerrId: z.int().nullable(),
  playUrl: z.string().nullable(),
  /** What the person who asks may do about it now. */
  can: z.object({
    withdraw: z.boolean(),
    edit: z.boolean(),
    approve: z.boolean(),
    decline: z.boolean(),
    retry: z.boolean(),
  }),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type MediaRequest = z.infer<typeof MediaRequest>

const seasons = z.union([z.literal('all'), z.array(z.int().min(0).max(1000)).min(1).max(500)], {
  error: 'Say “all”, or the numbers of 1 to 500 seasons.',
})

const REFUSALS = [
  'INVALID',
  'NOT_FOUND',
  'FORBIDDEN',
  'CONFLICT',
  'ALREADY_AVAILABLE',
  'ALREADY_REQUESTED',
  'QUOTA_EXCEEDED',
  'NO_SEASONS_LEFT',
  'BLOCKLISTED',
  'UPSTREAM_FAILED',
] as const

/**
 * Stored first, then handed to Seerr as the person who asks. While Seerr, TMDB or what is behind them does not answer, it
 * is `waiting` and goes by itself when they do. Of a series all seasons that are not there yet, unless they are named.
 */
export const SubmitRequest = command('requests.submit', {
  summary: 'Asks for a film, a series or an album.',
  data: {
    mediaType: MediaKind,
    /** Of films and series. */
    tmdbId: z.int().min(1).max(2_147_483_647).optional(),
    /** Of music: the MusicBrainz id of the release group. */
    mbid: z.uuid().optional(),
    seasons: seasons.optional(),
    is4k: z.boolean().default(false),
  },
  key: (d) => `${d.mediaType}-${d.tmdbId ?? d.mbid ?? 'none'}`,
  result: MediaRequest,
  refusals: REFUSALS,
})

const one = { id: z.uuid() }
const key = (d: { id: string }): string => d.id

export const WithdrawRequest = command('requests.withdraw', {
  summary: 'Takes a request back while nobody decided on it.',
  data: one,
  key,
  result: MediaRequest,
  refusals: REFUSALS,
})
export const EditRequest = command('requests.edit', {
  summary: 'Changes which seasons are asked for, while nobody decided on it.',
  data: { ...one, seasons: z.array(z.int().min(0).max(1000)).min(1).max(500) },
  key,
  result: MediaRequest,
  refusals: REFUSALS,
})
export const ApproveRequest = command('requests.approve', {
  summary: 'Approves a request.',
  data: one,
  key,
  result: MediaRequest,
  refusals: REFUSALS,
})
/** The reason is told to the person who asked, and kept here: Seerr has no place for it. */
export const DeclineRequest = command('requests.decline', {
  summary: 'Declines a request, with a reason for the person who asked.',
  data: { ...one, reason: secret(z.string().trim().max(500).optional()) },
  key,
  result: MediaRequest,
  refusals: REFUSALS,
})
export const RetryRequest = command('requests.retry', {
  summary: 'Has Seerr hand a request on once more.',
  data: one,
  key,
  result: MediaRequest,
  refusals: REFUSALS,
})

/** What is listed: one status, or all that are still under way. */
export const RequestFilter = z.enum(['all', 'open', ...RequestStatus.options])

/** Members see their own; admins everybody's, or their own with `mine`. */
export const ListRequests = query('requests.list', {
  summary: 'Requests, newest first.',
  input: {
    filter: RequestFilter.default('all'),
    type: MediaKind.optional(),
    mine: z.union([z.boolean(), z.stringbool()], { error: 'Say true or false.' }).optional(),
    /** Of one person, for admins. */
    userId: z.uuid().optional(),
    /** Part of the title. */
    search: z.string().trim().max(100).optional(),
    sort: z.enum(['added', 'modified', 'title']).default('added'),
    /** Default: newest first, titles from A. */
    order: z.enum(['asc', 'desc']).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(600).optional(),
  },
  result: z.object({
    items: z.array(MediaRequest),
    nextCursor: z.string().nullable(),
    /** How many wait for an admin; of the person's own where they are none. */
    pending: z.int(),
  }),
  refusals: ['INVALID'],
})

/** Of somebody else it is NOT_FOUND, but for admins. */
export const GetRequest = query('requests.request', {
  summary: 'One request with its timeline.',
  input: one,
  result: MediaRequest.extend({ timeline: z.array(TimelineStep) }),
  refusals: ['NOT_FOUND'],
})
export type RequestWithTimeline = z.infer<typeof GetRequest.result>

/** Ours; null is no limit of ours. What Seerr allows comes in addition. */
export const GetOwnQuota = query('requests.quota', {
  summary: 'How many requests you have left this week.',
  input: {},
  result: z.object({ limit: z.int().nullable(), used: z.int(), remaining: z.int().nullable(), days: z.int() }),
})

/** Something happened to a request. Each fact once, however often it is told from outside. */
export const RequestMoved = event('requests.moved', {
  summary: 'A request went on, or could not.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: {
    requestId: z.uuid(),
    /** Grows with each change of the request; a reader keeps the newest. */
    version: z.int(),
    /** Who asked; null for somebody who is only known at Seerr. */
    userId: z.uuid().nullable(),
    step: Step,
    status: RequestStatus,
    previousStatus: RequestStatus.nullable(),
    /** When it happened, which may be before it was heard of. */
    at: z.iso.datetime(),
    source: z.string(),
    mediaType: MediaKind,
    mediaId: z.string(),
    title: z.string().nullable(),
    is4k: z.boolean(),
    seasons: z.array(z.int()),
    seerrId: z.int().nullable(),
    /** Who decided, by id; the person's name is with the accounts. */
    byUserId: z.uuid().nullable(),
    /** Why, in the words of the person who decided; what a system said about it stands in `detail`. */
    words: personal(z.string(), { byId: 'byUserId' }).nullable().default(null),
    detail: StepDetail,
  },
  key: (d) => d.requestId,
})

/** Webhooks are lossy; this is what the reading found besides them. */
export const DriftFound = event('requests.drift-found', {
  summary: 'Seerr said something else than we knew: a webhook was missed.',
  data: {
    requestId: z.uuid(),
    seerrId: z.int().nullable(),
    title: z.string().nullable(),
    field: z.enum(['unknown', 'status', 'seasons', 'gone', 'issue', 'comment']),
    ours: z.string().nullable(),
    theirs: z.string().nullable(),
    foundBy: z.enum(['poll', 'reconnect', 'webhook', 'start']),
  },
  key: (d) => d.requestId,
})

/** Its name is that of the system: `seerr`, `radarr`, `sonarr`, `lidarr`. */
export const UpstreamTurned = event('requests.upstream-turned', {
  summary: 'A system that requests go through stopped answering, or is back.',
  data: {
    service: z.string(),
    up: z.boolean(),
    /** When it stopped answering. */
    downSince: z.iso.datetime(),
    at: z.iso.datetime(),
    /** In words; null when it is back. */
    message: z.string().nullable(),
  },
  key: (d) => d.service,
})

/** For the domain itself: every few minutes, when Seerr is back, and when it was connected. */
export const Reconcile = action('requests.reconcile', {
  summary: 'Reads at Seerr what changed, and what no webhook told of.',
  input: {
    because: z.enum(['poll', 'reconnect', 'start']).default('poll'),
    /** Reads all of it, whatever was read before. */
    whole: z.boolean().default(false),
  },
  result: z.object({
    /** There is more to read at once: ask again. */
    more: z.boolean(),
    /** Somebody else is reading. */
    busy: z.boolean(),
    /** Why it was cut off, in words; what it did not reach is read the next time. Null where it was not. */
    failed: z.string().nullable(),
    read: z.int(),
    changed: z.int(),
  }),
})

export const RequestProgress = live('requests.progress', {
  summary: 'How far a download is.',
  audience: 'user',
  data: { requestId: z.uuid(), percent: z.number(), etaAt: z.iso.datetime().nullable() },
  key: (d) => d.requestId,
})
