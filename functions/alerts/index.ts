import type { AnyFunction } from '../../bus/index.ts'
import { engineFunctions } from './engine-functions.ts'

export const alertFunctions: AnyFunction[] = [...engineFunctions]
