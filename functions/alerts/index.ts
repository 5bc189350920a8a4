import type { AnyFunction } from '../../bus/index.ts'

export const alertFunctions: AnyFunction[] = []
