import type { AnyFunction } from '../../bus/index.ts'
import forgetPerson from './forget-person.ts'
import readPlex from './on-plex.ts'
import purge from './purge.ts'

export const libraryFunctions: readonly AnyFunction[] = [readPlex, forgetPerson, purge]
