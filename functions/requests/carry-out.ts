import type { ErrorCode } from '../../contracts/errors.ts'
import { Refused } from '../../bus/index.ts'

/**
 * Has a command carried out by the action that may commit more than once, and passes on what that refuses. Told again, as
 * after a crash, the action goes on where it ended.
 */
export async function carryOut<R, C extends ErrorCode>(
  work: Promise<R>,
  refusals: readonly C[],
  refuse: (code: C, message?: string, details?: Record<string, unknown>) => never,
): Promise<R> {
  return work.catch((error: unknown) => {
    if (error instanceof Refused && (refusals as readonly ErrorCode[]).includes(error.code))
      return refuse(error.code as C, error.message, error.details)
    throw error
  })
}
