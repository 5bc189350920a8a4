import { randomInt } from 'node:crypto'

/** Groups of random characters, joined by dashes, to be read and typed by people. */
export const randomText = (alphabet: string, groups: number, size: number): string =>
  Array.from({ length: groups }, () =>
    Array.from({ length: size }, () => alphabet[randomInt(alphabet.length)]).join(''),
  ).join('-')
