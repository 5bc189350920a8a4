import { z } from 'zod'

/** Where a page ended. */
const Place = z.tuple([z.iso.datetime(), z.uuid()])

export const toCursor = (at: Date, id: string): string =>
  Buffer.from(JSON.stringify([at.toISOString(), id])).toString('base64url')

/** Undefined for what is no cursor of ours. */
export function fromCursor(cursor: string): { at: Date; id: string } | undefined {
  try {
    const [at, id] = Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    return { at: new Date(at), id }
  } catch {
    return undefined
  }
}
