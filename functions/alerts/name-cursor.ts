/** A page ends at a name, which is unique. */
export const toCursor = (name: string): string => Buffer.from(name).toString('base64url')

/** Undefined for what is no cursor of ours. */
export function fromCursor(cursor: string): string | undefined {
  const name = Buffer.from(cursor, 'base64url').toString()
  return toCursor(name) === cursor && !/\p{Cc}/u.test(name) ? name : undefined
}
