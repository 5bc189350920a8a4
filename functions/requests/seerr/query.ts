export type SeerrQuery = Readonly<Record<string, string | number | boolean | undefined>>

/**
 * A query as its validator wants it (RFC 3986): a `+` for a blank, and `!'()*` as they are, are 400 there. With its `?`;
 * empty when there is nothing to ask.
 */
export function encodeQuery(query: SeerrQuery = {}): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encode(String(value))}`],
  )
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

const encode = (text: string): string =>
  encodeURIComponent(text.toWellFormed()).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
