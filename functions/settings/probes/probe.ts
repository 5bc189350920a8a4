import type { z } from 'zod'
import type { AnswerOf } from '../../../contracts/define.ts'
import type { TryKuma } from '../../../contracts/kuma.ts'
import type { ConnectionTest, CredentialName } from '../../../contracts/services.ts'
import { joinUrl, type Outside, type OutsideAnswer, type OutsideRequest } from '../../../bus/index.ts'

export type Problem = NonNullable<ConnectionTest['problem']>

/** What a product says of itself. */
export interface Told {
  /** As it calls itself; left out where it does not say. */
  product?: string | undefined
  version?: string | undefined
  /** Worth keeping. */
  found?: Record<string, string>
}

/** What a product says of itself is shown and kept, so not at any length. */
export function brief({ product, version, found = {} }: Told): Told {
  const short = (text: string): string => text.slice(0, 100)
  return {
    product: product && short(product),
    version: version && short(version),
    found: Object.fromEntries(Object.entries(found).map(([name, text]) => [name, short(text)])),
  }
}

export type Credentials = Readonly<Record<CredentialName, string>>

type Asked = Omit<OutsideRequest, 'url' | 'trial' | 'signal'>

/** Asks below the address that is tried. Throws `OutsideError`. */
export type Ask = <S extends z.ZodType | undefined = undefined>(
  path: string,
  request?: Omit<Asked, 'schema'> & { schema?: S },
) => Promise<OutsideAnswer<S extends z.ZodType ? z.output<S> | undefined : unknown>>

/** What a probe may look at besides. */
export interface Around {
  config: Readonly<Record<string, unknown>>
  /** By the domain that speaks its socket. Throws `Refused` where that is away. */
  signInToKuma: (login: Pick<Credentials, 'token' | 'username' | 'password'>) => Promise<AnswerOf<typeof TryKuma>>
}

/** Finds out whether a product answers and takes what was given. Throws `OutsideError` or `Complaint`. */
export type Probe = (ask: Ask, given: Credentials, around: Around) => Promise<Told>

/** What is wrong, where the product said so in a way of its own. */
export class Complaint extends Error {
  override readonly name = 'Complaint'
  readonly problem: Problem
  constructor(problem: Problem, message: string) {
    super(message)
    this.problem = problem
  }
}

/** For one address. `answered` hears how long each answer took, in milliseconds. */
export function askAt(
  outside: Outside,
  base: string,
  signal: AbortSignal,
  timeoutMs: number,
  answered: (ms: number) => void = () => {},
): Ask {
  return async (path, request = {}) => {
    const began = performance.now()
    const { query, ...rest } = request
    const url = joinUrl(base, path, query)
    const answer = await outside.call({ timeoutMs, ...(rest as Asked), url, trial: true, signal })
    answered(Math.round((performance.now() - began) * 10) / 10)
    return answer as never
  }
}

/** The body where it was asked for as text. */
export const textIn = ({ data }: OutsideAnswer<unknown>): string => (typeof data === 'string' ? data : '')

export const basic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
