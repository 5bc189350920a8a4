import { z } from 'zod'

/** Where a page ended, as a text that nobody needs to understand. */
export const toCursor = (place: unknown): string => Buffer.from(JSON.stringify(place)).toString('base64url')

/** Undefined for what is no cursor of ours. */
export function fromCursor<S extends z.ZodType>(cursor: string, schema: S): z.output<S> | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

/** What PostgreSQL takes as a text, and as a whole number: a cursor may be made by anybody. */
export const KeptText = z.string().refine((text) => text.isWellFormed() && !text.includes('\0'))
export const KeptInt = z.int32()
