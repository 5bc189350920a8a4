import type { AnyFunction } from '../../../bus/index.ts'
import album from './album.ts'

/** What is special about music; looking for it and asking for it is as for films and series. */
export const musicFunctions: readonly AnyFunction[] = [album]
