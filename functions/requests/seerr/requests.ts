import { z } from 'zod'
import type { OutsideAnswer } from '../../../bus/index.ts'
import type { Seerr } from './client.ts'
import type { Patience } from './media.ts'
import { Request, RequestPage } from './shapes.ts'

/** What is asked for. Both are always said: without `is4k` it finds no duplicate, and without seasons a series fails. */
export interface Ask {
  mediaType: 'movie' | 'tv'
  mediaId: number
  is4k: boolean
  /** Of a series only. */
  seasons?: number[]
}

/** A refusal: `message` mostly, `error` where it is about rights. */
export const Said = z.object({ message: z.string().nullish(), error: z.string().nullish() })
export const wordsOf = (said: unknown): string | null => {
  const read = Said.safeParse(said)
  return read.success ? (read.data.message ?? read.data.error ?? null) : null
}

const Answered = z.union([Request, Said.loose()])

/** Statuses that say something about what was asked, rather than about itself. */
export const REFUSALS = [400, 401, 403, 404, 409, 500] as const

export type Answer = OutsideAnswer<Request | z.output<typeof Said> | undefined>

/** Asks for something as a user. 201 is the request; 202 created nothing. Throws `OutsideError`. */
export const ask = (seerr: Seerr, wanted: Ask, as: number | undefined, patience: Patience = {}): Promise<Answer> =>
  seerr.call('/request', { method: 'POST', body: wanted, schema: Answered, expect: REFUSALS, ...patience }, { as })

/** Other seasons, while nobody decided on it. */
export const edit = (
  seerr: Seerr,
  id: number,
  seasons: number[],
  as: number | undefined,
  patience: Patience = {},
): Promise<Answer> =>
  seerr.call(
    `/request/${id}`,
    { method: 'PUT', body: { mediaType: 'tv', seasons }, schema: Answered, expect: REFUSALS, ...patience },
    { as },
  )

/** By its owner. The answer says the media's status from before: read it again. */
export const decide = (
  seerr: Seerr,
  id: number,
  what: 'approve' | 'decline' | 'retry',
  patience: Patience = {},
): Promise<Answer> =>
  seerr.call(`/request/${id}/${what}`, { method: 'POST', schema: Answered, expect: REFUSALS, ...patience })

/** 204 when it is gone. */
export const remove = async (
  seerr: Seerr,
  id: number,
  as: number | undefined,
  patience: Patience = {},
): Promise<Answer> =>
  seerr.call(`/request/${id}`, { method: 'DELETE', schema: Said.optional(), expect: REFUSALS, ...patience }, { as })

/** One request as it stands now; null when it is not there. Throws `OutsideError`. */
export async function readRequest(seerr: Seerr, id: number, patience: Patience = {}): Promise<Request | null> {
  const { data, status } = await seerr.call(`/request/${id}`, { schema: Request, expect: [404], ...patience })
  return status === 404 ? null : (data ?? null)
}

export interface ListOf {
  take: number
  skip: number
  sort?: 'added' | 'modified'
  filter?: 'all' | 'pending' | 'approved' | 'processing' | 'available' | 'unavailable' | 'failed'
  requestedBy?: number
}

/** A page of requests, newest first. `length` counts also what could not be understood. Throws `OutsideError`. */
export async function listRequests(
  seerr: Seerr,
  list: ListOf,
  patience: Patience = {},
): Promise<{ items: Request[]; length: number; total: number }> {
  const { data } = await seerr.call('/request', { query: { ...list }, schema: RequestPage, ...patience })
  return { ...data.results, total: data.pageInfo.results }
}
