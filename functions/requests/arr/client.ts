import { type AnswerTo, defineOutside, joinUrl, type OutsideRequest } from '../../../bus/index.ts'

/** A long history or a large library is more than the usual answer. */
const LIMITS = { timeoutMs: 8000, tries: 2, maxBytes: 20_000_000, openMs: 10_000 }

/** Sonarr and its kin: how each is called, and the version of its API that we speak. */
export const ARRS = {
  radarr: { title: 'Radarr', api: 'v3', outside: defineOutside({ name: 'Radarr', ...LIMITS }) },
  sonarr: { title: 'Sonarr', api: 'v3', outside: defineOutside({ name: 'Sonarr', ...LIMITS }) },
  lidarr: { title: 'Lidarr', api: 'v1', outside: defineOutside({ name: 'Lidarr', ...LIMITS }) },
} as const
export type ArrName = keyof typeof ARRS

export interface ArrConnection {
  url: string
  apiKey: string
}

export interface Arr {
  readonly name: ArrName
  /** For sentences. */
  readonly title: string
  /** Where it is; what it numbers is only true there. */
  readonly url: string
  /** Asks below `/api/v3` (Lidarr: `/api/v1`). Throws `OutsideError`; a refused key is 401. */
  call<const R extends Omit<OutsideRequest, 'url' | 'headers'>>(path: string, request: R): Promise<AnswerTo<R>>
}

/** The one that speaks with Sonarr, Radarr and Lidarr. */
export function arrAt(name: ArrName, { url, apiKey }: ArrConnection): Arr {
  const { title, api, outside } = ARRS[name]
  return {
    name,
    title,
    url,
    call: (path, request) =>
      outside.call({ ...request, url: joinUrl(url, `/api/${api}${path}`), headers: { 'x-api-key': apiKey } }),
  }
}
