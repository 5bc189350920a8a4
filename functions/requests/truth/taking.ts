import type { InputOf } from '../../../contracts/define.ts'
import type { DriftFound, RequestMoved } from '../../../contracts/media-requests.ts'
import type { RequestRow } from '../tables.ts'
import type { Observed } from './decide-observed.ts'
import type { People } from './people.ts'

/** What one reading works with. */
export interface Taking {
  people: People
  /** Titles by `movie-550`, as far as they are known. */
  titles: ReadonlyMap<string, string>
  source: Observed['source']
  /** When the reading began, by the clock of the database. */
  at: Date
  announce: (moved: InputOf<typeof RequestMoved>) => unknown
  /** Told what a reading found that nobody had told. */
  drift: (found: Drift) => unknown
}
export type Drift = Omit<InputOf<typeof DriftFound>, 'foundBy'>

/**
 * `stale`: our row changed while it was read, so that it is to be read again. `unclear`: what we are telling Seerr just
 * now decides what it means, so that it is to be read again when that is over.
 */
export type Taken = { is: 'same' | 'changed' | 'new' | 'stale' | 'unclear'; requestId: string | null }

export const about = ({ id, seerr_id: seerrId, title }: RequestRow) => ({ requestId: id, seerrId, title })
