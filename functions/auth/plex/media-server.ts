import { randomUUID } from 'node:crypto'
import { GetConnection } from '../../../contracts/services.ts'
import { type AnswerTo, defineOutside, joinUrl, OutsideError, Refused } from '../../../bus/index.ts'
import type { AnswerOf, InputOf } from '../../../contracts/define.ts'
import { Identity } from './shapes.ts'

const mediaServer = defineOutside({ name: 'The Plex server', timeoutMs: 3000, tries: 1 })

/** The house's server: which one it is, that there is none, or why nobody can tell just now. */
export type HouseServer =
  | { is: 'known'; machineIdentifier: string; url: string }
  | { is: 'unconnected' }
  | { is: 'unknown'; message: string }

interface Context {
  readonly signal: AbortSignal
  call(contract: typeof GetConnection, input: InputOf<typeof GetConnection>): Promise<AnswerOf<typeof GetConnection>>
}

export async function houseServer(ctx: Context): Promise<HouseServer> {
  try {
    const { url, config } = await ctx.call(GetConnection, { name: 'plex' })
    const { machineIdentifier } = config
    if (typeof machineIdentifier === 'string' && machineIdentifier !== '')
      return { is: 'known', machineIdentifier, url }
    return { is: 'known', machineIdentifier: await identityAt(url, { signal: ctx.signal }), url }
  } catch (error) {
    if (error instanceof Refused && error.code === 'NOT_FOUND') return { is: 'unconnected' }
    if (error instanceof Refused || error instanceof OutsideError) return { is: 'unknown', message: error.message }
    throw error
  }
}

/** What the server at an address calls itself; it tells everybody. Throws `OutsideError`. */
export async function identityAt(
  url: string,
  { signal, trial = false }: { signal: AbortSignal; trial?: boolean },
): Promise<string> {
  const answer: AnswerTo<{ url: string; schema: typeof Identity }> = await mediaServer.call({
    url: joinUrl(url, '/identity'),
    schema: Identity,
    signal,
    trial,
  })
  return answer.data.MediaContainer.machineIdentifier
}

/**
 * Whether the server at an address takes a token, and no other: what a server is called can be copied, and then plex.tv
 * lists the copy under the same name. False also while it does not answer.
 */
export async function takesToken(url: string, token: string, signal: AbortSignal): Promise<boolean> {
  const statusWith = async (given: string): Promise<number> => {
    const answer = await mediaServer.call({
      url: joinUrl(url, '/library/sections'),
      headers: { 'x-plex-token': given },
      accept: 'none',
      expect: [401, 403],
      signal,
    })
    return answer.status
  }
  try {
    const [theirs, anybodys] = await Promise.all([statusWith(token), statusWith(randomUUID())])
    return theirs === 200 && anybodys !== 200
  } catch (error) {
    if (error instanceof OutsideError) return false
    throw error
  }
}
