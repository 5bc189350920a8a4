import type { Turn } from '../../../contracts/request-delivery.ts'
import type { RequestStatus } from '../../../contracts/media.ts'
import type { Change, NewStep } from '../story/advance.ts'
import type { RequestRow } from '../tables.ts'

/** Who turns a request, when, and with what. */
export interface Turning {
  commandId: string
  at: Date
  by: NewStep['by']
  seasons?: readonly number[] | undefined
  reason?: string | undefined
  /** The rule that approves it. */
  rule?: string | undefined
}

interface Rule {
  from: readonly RequestStatus[]
  /** From where an admin may, besides. */
  adminFrom?: readonly RequestStatus[]
  /** Whether the person who asked may; deciding is for admins and rules. */
  own: boolean
  becomes: (row: RequestRow, turning: Turning) => Change
}

/** The step by which a turn is known again when it is told twice. */
export const turnKey = (turn: Turn, commandId: string): string => `${turn}:${commandId}`

const step = (
  turn: Turn,
  name: NewStep['step'],
  { commandId, at, by }: Turning,
  detail?: NewStep['detail'],
): NewStep => ({
  step: name,
  key: turnKey(turn, commandId),
  at,
  source: 'portal',
  by,
  detail,
})

/** What may be done to a request, from which state, and what it makes of it. */
export const TURN_RULES: Readonly<Record<Turn, Rule>> = {
  approve: {
    from: ['pending'],
    own: false,
    becomes: (_row, turning) => ({
      status: 'processing',
      set: { reason: null },
      steps: [step('approve', 'approved', turning, turning.rule === undefined ? undefined : { rule: turning.rule })],
    }),
  },
  decline: {
    from: ['pending'],
    own: false,
    becomes: (_row, turning) => ({
      status: 'declined',
      set: { reason: turning.reason || null },
      steps: [step('decline', 'declined', turning, turning.reason ? { reason: turning.reason } : undefined)],
    }),
  },
  retry: {
    from: ['failed'],
    own: false,
    becomes: (row, turning) => ({
      status: 'processing',
      // that it failed again at once is news, also within the same second of Seerr's clock
      set: { reason: null, retry_at: null, seen: JSON.stringify({ ...row.seen, seerr: null }) },
      // nobody's turn is that of the follower, which has counted it already
      steps: [step('retry', 'retried', turning, turning.by ? undefined : { reason: `By itself, try ${row.retries}.` })],
    }),
  },
  withdraw: {
    from: ['waiting', 'pending'],
    adminFrom: ['processing', 'partial', 'failed'],
    own: true,
    becomes: (_row, turning) => ({
      status: 'withdrawn',
      set: { waiting_for: null, waiting_since: null, waiting_reason: null, retry_at: null },
      steps: [step('withdraw', 'withdrawn', turning)],
    }),
  },
  edit: {
    from: ['waiting', 'pending'],
    own: true,
    becomes: (_row, turning) => {
      const seasons = [...new Set(turning.seasons ?? [])].sort((a, b) => a - b)
      return { set: { seasons }, steps: [step('edit', 'edited', turning, { seasons })] }
    },
  },
}

const STANDS: Readonly<Record<RequestStatus, string>> = {
  waiting: 'It is not at Seerr yet.',
  pending: 'It waits for a decision.',
  processing: 'It is approved already.',
  partial: 'It is approved, and partly there already.',
  available: 'It is in the library already.',
  declined: 'It was declined already.',
  failed: 'It failed; have it tried again instead.',
  refused: 'Seerr did not take it.',
  withdrawn: 'It was taken back.',
  removed: 'It was deleted in Seerr.',
}

/** Why a request cannot be turned now; null when it can. */
export function obstacle(turn: Turn, row: RequestRow, isAdmin: boolean): string | null {
  const { from, adminFrom = [] } = TURN_RULES[turn]
  if (turn === 'edit' && row.media_type !== 'tv') return 'Only of a series there are seasons to choose.'
  if (from.includes(row.status) || (isAdmin && adminFrom.includes(row.status))) return null
  const stands = STANDS[row.status]
  return row.media_type === 'music' ? stands.replace('Seerr', 'Lidarr') : stands
}
