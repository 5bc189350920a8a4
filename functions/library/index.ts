import type { AnyFunction } from '../../bus/index.ts'
import readPlex from './on-plex.ts'
import purge from './purge.ts'

export const libraryFunctions: readonly AnyFunction[] = [readPlex, purge]
