import { randomUUID } from 'node:crypto'
import {
  ApproveRequest,
  DeclineRequest,
  EditRequest,
  type MediaRequest,
  RetryRequest,
  SubmitRequest,
  WithdrawRequest,
} from '../../../contracts/media-requests.ts'
import type { CommandContract, InputOf, ResultOf } from '../../../contracts/define.ts'
import { startTruth, type Truth } from '../truth/truth.test.rig.ts'

export type Outcome<R = MediaRequest> =
  | { ok: true; data: R }
  | { ok: false; code: string; message: string; details?: Record<string, unknown> }

export interface Person {
  id: string
  username: string
  seerrId: number
  role?: 'admin' | 'user'
}

/** People who ask, beside a Seerr. */
export interface Asking extends Truth {
  admin: Person
  /** Sends a command as somebody and waits for its outcome. */
  as<C extends CommandContract>(who: Person, contract: C, data: InputOf<C>, id?: string): Promise<Outcome<ResultOf<C>>>
  submit(who: Person, data: InputOf<typeof SubmitRequest>, id?: string): Promise<Outcome>
  withdraw(who: Person, id: string): Promise<Outcome>
  edit(who: Person, id: string, seasons: number[]): Promise<Outcome>
  approve(who: Person, id: string): Promise<Outcome>
  decline(who: Person, id: string, reason?: string): Promise<Outcome>
  retry(who: Person, id: string): Promise<Outcome>
  /** Somebody here without an account at Plex. */
  local(role?: 'admin' | 'user'): Promise<Person>
  row(id: string): Promise<Record<string, unknown> | undefined>
  steps(id: string): Promise<string[]>
}

export async function startAsking(family?: Parameters<typeof startTruth>[0]): Promise<Asking> {
  const truth = await startTruth(family)
  const as: Asking['as'] = async (who, contract, data, id) => {
    const sender = {
      actor: `user:${who.id}`,
      username: who.username,
      role: who.role ?? ('user' as const),
      correlationId: randomUUID(),
    }
    const sent = await truth.rig.client.send(contract, data, sender, { waitMs: 40_000, ...(id ? { id } : {}) })
    if (sent.state !== 'done') throw new Error('No outcome came.')
    return sent.outcome as never
  }
  const local: Asking['local'] = async (role = 'user') => {
    const username = `local-${randomUUID().slice(0, 8)}`
    const [made] = await truth.rows<{ id: string }>(
      'insert into auth.account (username, role) values ($1, $2) returning id',
      [username, role],
    )
    return { id: made!.id, username, seerrId: 1, role }
  }
  return {
    ...truth,
    as,
    local,
    admin: await local('admin'),
    submit: (who, data, id) => as(who, SubmitRequest, data, id),
    withdraw: (who, id) => as(who, WithdrawRequest, { id }),
    edit: (who, id, seasons) => as(who, EditRequest, { id, seasons }),
    approve: (who, id) => as(who, ApproveRequest, { id }),
    decline: (who, id, reason) => as(who, DeclineRequest, { id, ...(reason === undefined ? {} : { reason }) }),
    retry: (who, id) => as(who, RetryRequest, { id }),
    row: async (id) =>
      (await truth.rows<Record<string, unknown>>('select * from requests.request where id = $1', [id]))[0],
    steps: async (id) =>
      (
        await truth.rows<{ step: string }>(
          'select step from requests.step where request_id = $1 order by at, noted_at',
          [id],
        )
      ).map(({ step }) => step),
  }
}
