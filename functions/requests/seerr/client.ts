import { type AnswerTo, defineOutside, joinUrl, type OutsideRequest } from '../../../bus/index.ts'

const outside = defineOutside({ name: 'Seerr' })

/** How Seerr, Overseerr or Jellyseerr is reached; the key acts as its first user. */
export interface SeerrConnection {
  url: string
  apiKey: string
}

export interface Seerr {
  /** `https://seerr.example`, for sentences. */
  readonly origin: string
  /** Asks below `/api/v1`. Throws `OutsideError`. It refuses query parameters that it does not know. */
  call<const R extends Omit<OutsideRequest, 'url' | 'headers' | 'query'>>(
    path: string,
    request: R,
  ): Promise<AnswerTo<R>>
}

/** The one that speaks with Seerr. */
export function seerrAt({ url, apiKey }: SeerrConnection): Seerr {
  return {
    origin: new URL(url).origin,
    call: (path, request) =>
      outside.call({ ...request, url: joinUrl(url, `/api/v1${path}`), headers: { 'x-api-key': apiKey } }),
  }
}
