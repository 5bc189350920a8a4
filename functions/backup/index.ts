import type { AnyFunction } from '../../bus/index.ts'
import daily from './daily.ts'
import list from './list.ts'
import make from './make.ts'

export const backupFunctions: readonly AnyFunction[] = [list, make, daily]
