import type { Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import type { RequestMoved } from '../../../contracts/media-requests.ts'
import type { Turn } from '../../../contracts/request-delivery.ts'
import type { RequestTables } from '../domain.ts'
import type { Request } from '../seerr/shapes.ts'
import { advance } from '../story/advance.ts'
import { decideGone, decideObserved, seenOf } from '../truth/decide-observed.ts'
import type { RequestRow } from '../tables.ts'
import type { Job } from './destination.ts'
import { type Outcome, type Refusal, refused } from './outcome.ts'
import { dequeue, isTooOften, keepWaiting } from './queue.ts'
import { TURN_RULES, type Turning } from './turns.ts'

type Tx = Transaction<RequestTables>
type Announce = (moved: InputOf<typeof RequestMoved>) => unknown

const NOT_WAITING = { waiting_for: null, waiting_since: null, waiting_reason: null } as const

/**
 * Writes what came of telling Seerr about a turn. `turning` is given where the person still waits for the answer: then
 * the turn counts only if Seerr took it or could not be reached. Later it counts already, and a refusal is noted.
 */
export async function settleTurn(
  tx: Tx,
  job: Job & { kind: Turn },
  outcome: Outcome,
  turning: Turning | null,
  announce: Announce,
): Promise<Refusal | null> {
  const id = job.request?.id ?? ''
  await tx.selectFrom('request').select('id').where('id', '=', id).forUpdate().execute()
  const { from, adminFrom = [], becomes } = TURN_RULES[job.kind]
  // what others read of it at Seerr meanwhile is further than this
  const isBehind = ({ status }: RequestRow): boolean => from.includes(status) || adminFrom.includes(status)
  const carryOut = (): Promise<unknown> =>
    turning ? advance(tx, id, (row) => (isBehind(row) ? becomes(row, turning) : null), announce) : Promise.resolve()
  switch (outcome.is) {
    case 'done':
      await dequeue(tx, job.id)
      await carryOut()
      await advance(tx, id, () => ({ set: NOT_WAITING }), announce)
      if (outcome.request) await observe(tx, id, outcome.request, announce)
      return null
    case 'waiting': {
      const tries = await keepWaiting(tx, job.id, outcome)
      if (isTooOften(tries, outcome))
        return refuse(
          tx,
          job,
          refused('UPSTREAM_FAILED', `Seerr could not take it: ${outcome.reason}`),
          turning,
          announce,
        )
      await carryOut()
      await advance(
        tx,
        id,
        (row) =>
          row.status === 'withdrawn'
            ? null
            : {
                set: {
                  waiting_for: outcome.on,
                  waiting_since: row.waiting_since ?? new Date(),
                  waiting_reason: outcome.reason,
                },
              },
        announce,
      )
      return null
    }
    case 'gone': {
      await dequeue(tx, job.id)
      const beside = await besideOf(tx, id)
      await advance(tx, id, (row) => decideGone(row, new Date(), 'seerr', beside), announce)
      await advance(tx, id, () => ({ set: NOT_WAITING }), announce)
      return refused('CONFLICT', 'Seerr has this request no longer.')
    }
    case 'nobody':
      return refuse(tx, job, refused('FORBIDDEN', 'Seerr does not know you.'), turning, announce)
    default:
      return refuse(tx, job, outcome, turning, announce)
  }
}

async function refuse(
  tx: Tx,
  job: Job,
  refusal: Refusal,
  turning: Turning | null,
  announce: Announce,
): Promise<Refusal> {
  const id = job.request?.id ?? ''
  await dequeue(tx, job.id)
  await advance(tx, id, () => ({ set: NOT_WAITING }), announce)
  if (refusal.request) await observe(tx, id, refusal.request, announce)
  // of an album nobody but Lidarr could say how it stands; who approved it was told that it goes on
  else if (turning === null && job.request?.media_type === 'music') await fail(tx, id, refusal.message, announce)
  return refusal
}

async function fail(tx: Tx, id: string, reason: string, announce: Announce): Promise<void> {
  const step = { step: 'failed', at: new Date(), source: 'lidarr', detail: { reason } } as const
  await advance(
    tx,
    id,
    ({ status }) => (status === 'processing' ? { status: 'failed', set: { reason }, steps: [step] } : null),
    announce,
  )
}

async function besideOf(tx: Tx, id: string) {
  const steps = await tx.selectFrom('step').select(['step', 'key', 'at']).where('request_id', '=', id).execute()
  const outgoing = await tx.selectFrom('outgoing').select('kind').where('request_id', '=', id).execute()
  return { steps, outgoing: outgoing.map(({ kind }) => kind) }
}

/** How it stands at Seerr after all that we told it. */
async function observe(tx: Tx, id: string, request: Request, announce: Announce): Promise<void> {
  const beside = await besideOf(tx, id)
  const observed = { request, at: new Date(), by: null, source: 'seerr' } as const
  const isNewer = (row: RequestRow): boolean =>
    FURTHER.includes(row.status) || (seenOf(row)?.updatedAt ?? '') > request.updatedAt
  await advance(tx, id, (row) => (isNewer(row) ? null : decideObserved(row, observed, beside)), announce)
}

/** Only a later reading says so. */
const FURTHER: readonly RequestRow['status'][] = ['failed', 'partial', 'available', 'removed']
