import { z } from 'zod'
import { Role } from './auth.ts'
import { action, command, event, query } from './define.ts'
import { MediaKind, RequestStatus } from './media.ts'
import { Stage } from './media-requests.ts'

/** Everything that is named must hold; what is left out does not matter. */
export const ApprovalCondition = z.strictObject({
  mediaTypes: z.array(MediaKind).min(1).optional(),
  is4k: z.boolean().optional(),
  userIds: z.array(z.uuid()).min(1).max(100).optional(),
  roles: z.array(Role).min(1).optional(),
  /** Of a series, how many seasons are asked for at most. */
  maxSeasons: z.int().min(1).max(500).optional(),
  /** First released in this year or later, or earlier. */
  fromYear: z.int().min(1870).max(2200).optional(),
  toYear: z.int().min(1870).max(2200).optional(),
  /** One of these is enough. */
  genres: z.array(z.string().min(1).max(60)).min(1).max(30).optional(),
  notGenres: z.array(z.string().min(1).max(60)).min(1).max(30).optional(),
  minVote: z.number().min(0).max(10).optional(),
  maxRuntimeMinutes: z.int().min(1).max(10_000).optional(),
  /** Of the same person within seven days, approved by this rule. */
  maxPerWeek: z.int().min(1).max(1000).optional(),
})
export type ApprovalCondition = z.infer<typeof ApprovalCondition>

export const ApprovalRule = z.object({
  id: z.uuid(),
  name: z.string(),
  enabled: z.boolean(),
  condition: ApprovalCondition,
  /** How many requests it approved so far. */
  approved: z.int(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
})
export type ApprovalRule = z.infer<typeof ApprovalRule>

const name = z.string().trim().min(1).max(100)

export const ListApprovalRules = query('requests.rules', {
  summary: 'Rules by which requests are approved without an admin, by name.',
  input: {},
  result: z.object({ items: z.array(ApprovalRule), nextCursor: z.null() }),
})
export const AddApprovalRule = command('requests.add-rule', {
  summary: 'Adds a rule that approves requests.',
  data: { name, condition: ApprovalCondition, enabled: z.boolean().default(true) },
  key: () => 'new',
  result: ApprovalRule,
  refusals: ['INVALID', 'CONFLICT'],
})
export const UpdateApprovalRule = command('requests.update-rule', {
  summary: 'Changes a rule that approves requests; what is left out stays.',
  data: {
    id: z.uuid(),
    name: name.optional(),
    condition: ApprovalCondition.optional(),
    enabled: z.boolean().optional(),
  },
  key: (d) => d.id,
  result: ApprovalRule,
  refusals: ['INVALID', 'NOT_FOUND', 'CONFLICT'],
})
export const RemoveApprovalRule = command('requests.remove-rule', {
  summary: 'Removes a rule that approves requests.',
  data: { id: z.uuid() },
  key: (d) => d.id,
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND'],
})

/** What would have been, by the evaluator that runs live, over the requests that were made. */
export const TryApprovalRule = action('requests.try-rule', {
  summary: 'Says which requests of the last days a rule would have approved.',
  input: { condition: ApprovalCondition, days: z.int().min(1).max(365).default(30) },
  result: z.object({
    days: z.int(),
    /** Requests that were made in that time. */
    asked: z.int(),
    /** Of them, those that it would have approved. */
    passed: z.int(),
    /** The newest 100 of those. */
    items: z.array(
      z.object({
        id: z.uuid(),
        title: z.string().nullable(),
        mediaType: MediaKind,
        requestedBy: z.string(),
        at: z.iso.datetime(),
        /** How it stands today. */
        status: RequestStatus,
        /** How long it waited for an admin; null where it still waits or never did. */
        waitedMs: z.int().nullable(),
      }),
    ),
  }),
  refusals: ['INVALID'],
})

export const ApprovalRuleChanged = event('requests.rule-changed', {
  summary: 'A rule that approves requests was added, changed or removed.',
  data: {
    ruleId: z.uuid(),
    name: z.string(),
    change: z.enum(['added', 'updated', 'removed']),
    enabled: z.boolean(),
    version: z.int(),
  },
  key: (d) => d.ruleId,
})

const spread = { count: z.int(), medianMs: z.number().nullable(), p90Ms: z.number().nullable() }

/** From the timelines. A stage's time is what passed since the stage before it that the request went through. */
export const GetRequestStatistics = query('requests.statistics', {
  summary: 'How long requests take, stage by stage, by month, person and indexer.',
  input: { months: z.coerce.number().int().min(1).max(36).default(12) },
  result: z.object({
    since: z.iso.datetime(),
    requests: z.int(),
    stages: z.array(z.object({ stage: Stage, ...spread })),
    /** From asked to in Plex. */
    whole: z.object(spread),
    months: z.array(
      z.object({
        month: z.string(),
        requests: z.int(),
        whole: z.object(spread),
        stages: z.array(z.object({ stage: Stage, ...spread })),
      }),
    ),
    people: z.array(z.object({ userId: z.uuid().nullable(), name: z.string(), requests: z.int(), ...spread })),
    /** From grabbed to imported. */
    indexers: z.array(z.object({ indexer: z.string(), grabs: z.int(), ...spread })),
  }),
})
