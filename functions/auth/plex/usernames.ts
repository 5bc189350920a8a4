import { randomBytes } from 'node:crypto'
import type { PlexUser } from './shapes.ts'

const LONGEST = 64

/** What Plex calls the person, as a name of ours: one line, not too long. A managed user has a title only. */
export function plexName({ id, username, title }: Pick<PlexUser, 'id' | 'username' | 'title'>): string {
  // a pair that the cut goes through leaves no half behind
  const clean = (text: string | null | undefined): string =>
    (text ?? '')
      .replace(/\p{Cc}+/gu, ' ')
      .slice(0, LONGEST)
      .replace(/\p{Cs}/gu, '')
      .trim()
  return clean(username) || clean(title) || `plex-${id}`
}

/** The name, and others close to it for where somebody has it already. */
export function* usernamesLike(name: string): Generator<string> {
  yield name
  const withEnd = (suffix: string): string =>
    `${name.slice(0, LONGEST - suffix.length).replace(/\p{Cs}/gu, '')}${suffix}`
  for (let n = 2; n <= 20; n++) yield withEnd(`-${n}`)
  for (let n = 0; n < 5; n++) yield withEnd(`-${randomBytes(4).toString('hex')}`)
}
