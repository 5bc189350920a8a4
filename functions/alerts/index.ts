import type { AnyFunction } from '../../bus/index.ts'
import { delivering, dispatching } from './delivery-functions.ts'
import { engineFunctions } from './engine-functions.ts'

export const alertFunctions: AnyFunction[] = [...engineFunctions, ...delivering, ...dispatching]
