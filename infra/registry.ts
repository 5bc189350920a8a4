import type { AnyFunction } from '../bus/index.ts'
import { authFunctions } from '../functions/auth/index.ts'
import { journalFunctions } from '../functions/journal/index.ts'

/** Every domain by the role that carries it; no directory is scanned. */
export const functionsByRole: Readonly<Record<string, readonly AnyFunction[]>> = {
  auth: authFunctions,
  journal: journalFunctions,
}
