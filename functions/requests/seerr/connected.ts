import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { GetConnection } from '../../../contracts/services.ts'
import { Refused } from '../../../bus/index.ts'
import { type Seerr, seerrAt } from './client.ts'

interface Context {
  call(contract: typeof GetConnection, input: InputOf<typeof GetConnection>): Promise<AnswerOf<typeof GetConnection>>
  open(sealed: string): string
}

export type Connected = { is: 'connected'; seerr: Seerr } | { is: 'missing' | 'off' }

/** The connected Seerr; null when there is none or it is switched off. */
export async function seerrOf(ctx: Context): Promise<Seerr | null> {
  const connected = await connectionTo(ctx)
  return connected.is === 'connected' ? connected.seerr : null
}

/** The connected Seerr, or why there is none. */
export async function connectionTo(ctx: Context): Promise<Connected> {
  const connection = await ctx.call(GetConnection, { name: 'overseerr' }).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null
    throw error
  })
  if (!connection?.sealed.apiKey) return { is: 'missing' }
  if (!connection.enabled) return { is: 'off' }
  return { is: 'connected', seerr: seerrAt({ url: connection.url, apiKey: ctx.open(connection.sealed.apiKey) }) }
}

/** What a person is told who needs Seerr where there is none. */
export const NO_SEERR = {
  member: 'Requests are not set up here yet. Ask the person who runs this house to connect Seerr.',
  admin: 'Connect Seerr first, with its API key.',
  off: 'The connection to Seerr is switched off.',
} as const
