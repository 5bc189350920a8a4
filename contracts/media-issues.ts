import { z } from 'zod'
import { command, event, query, secret } from './define.ts'
import { MediaId } from './media.ts'
import { MediaType } from './requests.ts'

export const ISSUE_KINDS = ['video', 'audio', 'subtitles', 'other'] as const
export const IssueKind = z.enum(ISSUE_KINDS)
export type IssueKind = z.infer<typeof IssueKind>

const by = z.object({ id: z.uuid().nullable(), name: z.string() })

export const MediaIssue = z.object({
  id: z.uuid(),
  kind: IssueKind,
  status: z.enum(['open', 'resolved']),
  mediaType: MediaType,
  mediaId: MediaId,
  title: z.string().nullable(),
  posterId: z.string().nullable(),
  season: z.int().nullable(),
  episode: z.int().nullable(),
  message: z.string(),
  reportedBy: by,
  mine: z.boolean(),
  /** Not yet at Seerr, and since when; null when it is. */
  waitingSince: z.iso.datetime().nullable(),
  comments: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type MediaIssue = z.infer<typeof MediaIssue>

export const IssueComment = z.object({
  id: z.uuid(),
  by,
  mine: z.boolean(),
  message: z.string(),
  at: z.iso.datetime(),
  /** It is not yet at Seerr. */
  waiting: z.boolean(),
})
export type IssueComment = z.infer<typeof IssueComment>

/** Members see their own; admins everybody's. */
export const ListIssues = query('requests.issues', {
  summary: 'Reported problems, newest first.',
  input: {
    status: z.enum(['open', 'resolved', 'all']).default('open'),
    mediaType: MediaType.optional(),
    mediaId: z.coerce.number().int().optional(),
    limit: z.coerce.number().int().min(1).max(100).default(25),
    cursor: z.string().max(200).optional(),
  },
  result: z.object({ items: z.array(MediaIssue), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const GetIssue = query('requests.issue', {
  summary: 'A reported problem with what was said about it.',
  input: { id: z.uuid() },
  result: MediaIssue.extend({ discussion: z.array(IssueComment) }),
  refusals: ['NOT_FOUND'],
})

const message = secret(z.string().trim().min(1).max(2000))
const one = { id: z.uuid() }
const key = (d: { id: string }): string => d.id
const refusals = ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'UPSTREAM_FAILED'] as const

/** Of what is in the library. While Seerr does not answer it is kept and handed on later. */
export const OpenIssue = command('requests.open-issue', {
  summary: 'Reports a problem with a title.',
  data: {
    mediaType: MediaType,
    tmdbId: z.int().min(1).max(2_147_483_647),
    kind: IssueKind,
    message,
    /** Of a series; without them the problem is with all of it. */
    season: z.int().min(0).max(1000).optional(),
    episode: z.int().min(0).max(10_000).optional(),
  },
  key: (d) => `${d.mediaType}-${d.tmdbId}`,
  result: MediaIssue,
  refusals: ['INVALID', ...refusals],
})
export const CommentIssue = command('requests.comment-issue', {
  summary: 'Says something about a reported problem.',
  data: { ...one, message },
  key,
  result: IssueComment,
  refusals,
})
/** By whoever reported it, or an admin. */
export const ResolveIssue = command('requests.resolve-issue', {
  summary: 'Marks a reported problem as resolved.',
  data: one,
  key,
  result: MediaIssue,
  refusals,
})
export const ReopenIssue = command('requests.reopen-issue', {
  summary: 'Reports a resolved problem again.',
  data: one,
  key,
  result: MediaIssue,
  refusals,
})

export const IssueMoved = event('requests.issue-moved', {
  summary: 'A reported problem was opened, talked about, resolved or reopened.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: {
    issueId: z.uuid(),
    version: z.int(),
    /** Who reported it; null for somebody who is only known at Seerr. */
    userId: z.uuid().nullable(),
    change: z.enum(['opened', 'commented', 'resolved', 'reopened']),
    kind: IssueKind,
    mediaType: MediaType,
    mediaId: z.string(),
    title: z.string().nullable(),
    season: z.int().nullable(),
    episode: z.int().nullable(),
    byUserId: z.uuid().nullable(),
    at: z.iso.datetime(),
    source: z.enum(['portal', 'seerr', 'reconcile']),
  },
  key: (d) => d.issueId,
})
