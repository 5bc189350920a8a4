import { z } from 'zod'
import { OutsideError } from '../../../bus/index.ts'
import type { Ask, Probe, Told } from './probe.ts'

export const SeerrPublic = z.looseObject({
  initialized: z.boolean(),
  applicationTitle: z.string(),
  mediaServerType: z.number().optional(),
})
const Status = z.looseObject({ version: z.string() })

/**
 * Overseerr, Jellyseerr or Seerr. What only the successors have tells them apart where the version does not; that comes
 * late or not at all while GitHub, which is asked first, is slow.
 */
export async function whichSeerr(
  ask: Ask,
  open: z.output<typeof SeerrPublic> | undefined,
  patienceMs: number,
): Promise<Told> {
  const status = await ask('/api/v1/status', { schema: Status, timeoutMs: patienceMs }).catch((error: unknown) => {
    if (error instanceof OutsideError) return null
    throw error
  })
  const version = status?.data?.version
  const major = /^v?(\d+)\./.exec(version ?? '')?.[1]
  if (open?.mediaServerType === undefined) return { product: 'Overseerr', version }
  return { product: major === '2' ? 'Jellyseerr' : 'Seerr', version }
}

export const seerr: Probe = async (ask, { apiKey }) => {
  const { data: open } = await ask('/api/v1/settings/public', { schema: SeerrPublic })
  const told = await whichSeerr(ask, open, 3000)
  await ask('/api/v1/auth/me', { headers: { 'x-api-key': apiKey } })
  return told
}
