import { GetConnection } from '../../../contracts/services.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { Refused } from '../../../bus/index.ts'
import { type Arr, type ArrName, arrAt } from './client.ts'

/** What is needed of a function's context; it must declare that it calls `GetConnection`. */
export interface Asks {
  call(contract: typeof GetConnection, input: InputOf<typeof GetConnection>): Promise<AnswerOf<typeof GetConnection>>
  open(sealed: string): string
}

/** How a service is connected; null when it is not, or switched off. Its secrets are still sealed. */
export async function connectionOf(
  ctx: Asks,
  name: InputOf<typeof GetConnection>['name'],
): Promise<AnswerOf<typeof GetConnection> | null> {
  try {
    const connection = await ctx.call(GetConnection, { name })
    return connection.enabled ? connection : null
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return null
    throw error
  }
}

/** Sonarr, Radarr or Lidarr as it is connected; null when it is not, is switched off, or has no key. */
export async function arrOf(ctx: Asks, name: ArrName): Promise<Arr | null> {
  const connection = await connectionOf(ctx, name)
  if (!connection?.sealed.apiKey) return null
  return arrAt(name, { url: connection.url, apiKey: ctx.open(connection.sealed.apiKey) })
}
