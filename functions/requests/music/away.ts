import { OutsideError } from '../../../bus/index.ts'
import { Superseded, TooMany } from './pace.ts'

/** Why MusicBrainz was not heard, for the person who asked; null for what is no such failure. */
export function whySilent(error: unknown, timedOut: boolean): string | null {
  if (error instanceof TooMany || error instanceof Superseded)
    return 'MusicBrainz takes one question a second, and others asked just before.'
  if (error instanceof OutsideError)
    return error.status === 503 ? 'MusicBrainz has too much to do just now.' : error.message
  return timedOut ? 'MusicBrainz answers too slowly.' : null
}
