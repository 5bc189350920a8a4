import type { AnyFunction } from '../../../bus/index.ts'
import follow from './follow.ts'
import followClosely from './follow-closely.ts'
import inPlex from './in-plex.ts'
import watched from './watched.ts'

/** What follows a request after it was approved, until somebody watched it. */
export const followFunctions: readonly AnyFunction[] = [follow, followClosely, inPlex, watched]
