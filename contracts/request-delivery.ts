import { z } from 'zod'
import { action } from './define.ts'
import { CommentIssue, IssueComment, MediaIssue, OpenIssue, ReopenIssue, ResolveIssue } from './media-issues.ts'
import {
  ApproveRequest,
  DeclineRequest,
  EditRequest,
  MediaRequest,
  RetryRequest,
  SubmitRequest,
  WithdrawRequest,
} from './media-requests.ts'

/**
 * All of these stay within the portal. A command is stored; these carry it out, in as many commits as it takes, and as
 * often as they are told: told again under the same `commandId` they go on where they ended.
 */
const told = { commandId: z.uuid(), at: z.iso.datetime() }

export const PlaceRequest = action('requests.place', {
  summary: 'Stores a request, hands it to Seerr or Lidarr if they answer, and says how it stands then.',
  input: { ...told, ...SubmitRequest.schema.shape },
  result: MediaRequest,
  refusals: SubmitRequest.refusals,
})

export const TURNS = ['withdraw', 'edit', 'approve', 'decline', 'retry'] as const
export const Turn = z.enum(TURNS)
export type Turn = z.infer<typeof Turn>

/** The commands that these are. */
export const TURN_COMMANDS = {
  withdraw: WithdrawRequest,
  edit: EditRequest,
  approve: ApproveRequest,
  decline: DeclineRequest,
  retry: RetryRequest,
} as const satisfies Record<Turn, object>

export const TurnRequest = action('requests.turn', {
  summary: 'Withdraws, changes, approves, declines or retries a request here and at Seerr.',
  input: {
    ...told,
    turn: Turn,
    id: z.uuid(),
    seasons: EditRequest.schema.shape.seasons.optional(),
    reason: z.string().optional(),
  },
  result: MediaRequest,
  refusals: SubmitRequest.refusals,
})

export const ReportProblem = action('requests.report', {
  summary: 'Reports a problem here and at Seerr.',
  input: { ...told, ...OpenIssue.schema.shape },
  result: MediaIssue,
  refusals: OpenIssue.refusals,
})

export const SayOnIssue = action('requests.say', {
  summary: 'Says something about a reported problem, here and at Seerr.',
  input: { ...told, ...CommentIssue.schema.shape },
  result: IssueComment,
  refusals: CommentIssue.refusals,
})

export const TurnIssue = action('requests.turn-issue', {
  summary: 'Resolves or reopens a reported problem, here and at Seerr.',
  input: { ...told, id: z.uuid(), to: z.enum(['resolved', 'open']) },
  result: MediaIssue,
  refusals: [...new Set([...ResolveIssue.refusals, ...ReopenIssue.refusals])],
})

export const DeliverOutgoing = action('requests.deliver-outgoing', {
  summary: 'Tells Seerr what it has not heard yet, in order, until it hears no more.',
  input: {},
  result: z.object({ delivered: z.int(), left: z.int() }),
})
