import { z } from 'zod'
import { Failure } from './failure.ts'

/** What stands around every JSON answer of a portal. */
export const Envelope = z.discriminatedUnion('success', [
  z.object({ success: z.literal(true), data: z.unknown() }),
  z.object({
    success: z.literal(false),
    error: z.object({ code: z.string(), message: z.string() }),
  }),
])

/** The portal understood, and says no. */
export class Refusal extends Failure {
  override name = 'Refusal'
  readonly code: string
  constructor(error: { code: string; message: string }) {
    super(error.message)
    this.code = error.code
  }
}

/** The path with its parameters filled in, and the fields that are left for the query or the body. */
export function pathAndRest(path: string, input: object): { path: string; rest: Record<string, unknown> } {
  const rest = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Record<
    string,
    unknown
  >
  const filled = path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  return { path: filled, rest }
}
