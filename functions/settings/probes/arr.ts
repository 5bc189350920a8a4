import { z } from 'zod'
import type { Probe } from './probe.ts'

const Status = z.looseObject({ appName: z.string().optional(), version: z.string() })

/** Sonarr and its kin. A refused key is 401 with an empty body. */
export const arr =
  (api: 'v1' | 'v3'): Probe =>
  async (ask, { apiKey }) => {
    const { data } = await ask(`/api/${api}/system/status`, { headers: { 'x-api-key': apiKey }, schema: Status })
    return { product: data?.appName, version: data?.version }
  }
