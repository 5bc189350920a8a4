import { z } from 'zod'
import type { Probe } from './probe.ts'

const Status = z.looseObject({ data: z.looseObject({ bazarr_version: z.string() }) })

export const bazarr: Probe = async (ask, { apiKey }) => {
  const { data } = await ask('/api/system/status', { headers: { 'x-api-key': apiKey }, schema: Status })
  return { product: 'Bazarr', version: data?.data.bazarr_version }
}
