/** What has a meaning of its own in a query. */
const SIGNS = /[+\-&|!(){}[\]^"~*?:\\/]/g

/**
 * A question to MusicBrainz' search of release groups: every word stands in the title or in the artist's name, the last
 * one perhaps only its beginning. What is no letter or digit does not count, unless there is nothing else.
 */
export function luceneOf(query: string): string {
  // capitals would be operators: AND, OR, NOT
  const words = query
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter(Boolean)
  if (words.length === 0) {
    const phrase = `"${query.replace(SIGNS, String.raw`\$&`)}"`
    return either([phrase])
  }
  return words
    .map((word, index) => either(index === words.length - 1 && word.length > 1 ? [word, `${word}*`] : [word]))
    .join(' AND ')
}

const either = (terms: readonly string[]): string =>
  `(${terms.flatMap((term) => [`releasegroup:${term}`, `artist:${term}`]).join(' OR ')})`
