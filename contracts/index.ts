import type { Contract } from './define.ts'
import * as auth from './auth.ts'
import * as journal from './journal.ts'
import * as library from './library.ts'
import * as requests from './requests.ts'
import * as status from './status.ts'
import * as webhooks from './webhooks.ts'

const isContract = (value: unknown): value is Contract =>
  typeof value === 'object' && value !== null && 'kind' in value && 'type' in value && 'schema' in value

/** Every contract by what it is, for checks, the live hub and the bus's own tables. */
export const allContracts: readonly Contract[] = [auth, journal, library, requests, status, webhooks].flatMap(
  (module) => Object.values(module as Record<string, unknown>).filter(isContract),
)
