import type { NatsLink } from '../../bus/gateway.ts'
import type { ReadyCheck } from './options.ts'

export interface Check {
  name: string
  ready: boolean
  /** Why not, in words. */
  reason: string | null
}

const PATIENCE_MS = 2000

/** Every part with whether it is ready; a part that does not answer in 2 s is not. */
export async function whatIsNotReady(link: NatsLink, checks: Readonly<Record<string, ReadyCheck>>): Promise<Check[]> {
  const all: Record<string, ReadyCheck> = {
    nats: async () => {
      await link.nc.flush()
      return null
    },
    ...checks,
  }
  return Promise.all(
    Object.entries(all).map(async ([name, check]) => {
      const reason = await patiently(check)
      return { name, ready: reason === null, reason }
    }),
  )
}

async function patiently(check: ReadyCheck): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('It does not answer.'), PATIENCE_MS)
  })
  return Promise.race([check(), late])
    .catch((error: unknown) => (error instanceof Error ? error.message : 'It failed.'))
    .finally(() => clearTimeout(timer))
}
