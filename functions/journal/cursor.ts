import { z } from 'zod'

const Place = z.tuple([z.iso.datetime(), z.string().regex(/^\d{1,19}$/)])

/** Where a page ended: time and position of its last entry. */
export interface Place {
  time: Date
  position: string
}

export const toCursor = (place: Place): string =>
  Buffer.from(JSON.stringify([place.time.toISOString(), place.position])).toString('base64url')

/** Undefined for what is no cursor of ours. */
export function fromCursor(cursor: string): Place | undefined {
  try {
    const parsed = Place.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return parsed.success ? { time: new Date(parsed.data[0]), position: parsed.data[1] } : undefined
  } catch {
    return undefined
  }
}
