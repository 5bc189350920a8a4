/**
 * What an outside system says as one line of at most `most` characters, broken characters mended: PostgreSQL refuses a
 * NUL and half a character, and would with it refuse the results of all monitors that are stored in the same statement.
 */
export const oneLine = (words: string, most = 600): string =>
  words
    .replaceAll(/\p{Cc}+/gu, ' ')
    .slice(0, most)
    // half a character, cut by the end
    .replace(/[\uD800-\uDBFF]$/, '')
    .toWellFormed()
    .trim()
