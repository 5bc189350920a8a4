import { type AnswerTo, defineOutside, joinUrl, type OutsideRequest } from '../../../bus/index.ts'
import { encodeQuery, type SeerrQuery } from './query.ts'

// a Seerr that is back is to be noticed within seconds
const outside = defineOutside({ name: 'Seerr', openMs: 10_000 })

/** How Seerr, Overseerr or Jellyseerr is reached; the key acts as its first user, who owns it. */
export interface SeerrConnection {
  url: string
  apiKey: string
}

export type SeerrRequest = Omit<OutsideRequest, 'url' | 'headers' | 'query'> & { query?: SeerrQuery }

export interface SeerrCall {
  /** Its number of the user who acts; its owner when left out. Unknown ones and missing rights are 403. */
  as?: number | undefined
  /** Default `/api/v1`; pictures lie at the root. */
  below?: '/api/v1' | '/'
}

export interface Seerr {
  /** `https://seerr.example`, for sentences. */
  readonly origin: string
  /** Asks below `/api/v1`. Throws `OutsideError`. It refuses query parameters that it does not know. */
  call<const R extends SeerrRequest>(path: string, request: R, how?: SeerrCall): Promise<AnswerTo<R>>
}

/** The one that speaks with Seerr. */
export function seerrAt({ url, apiKey }: SeerrConnection): Seerr {
  return {
    origin: new URL(url).origin,
    call: ((path: string, { query, ...request }: SeerrRequest, { as, below = '/api/v1' }: SeerrCall = {}) =>
      outside.call({
        ...request,
        url: joinUrl(url, below === '/' ? path : `${below}${path}`) + encodeQuery(query),
        headers: { 'x-api-key': apiKey, ...(as === undefined ? {} : { 'x-api-user': String(as) }) },
      })) as Seerr['call'],
  }
}
