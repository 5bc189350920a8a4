import type { AnyFunction } from '../../bus/function.ts'
import { functionsByRole } from '../registry.ts'

/** The functions of some domains, for a test of one that needs another beside it. */
export const functionsOf = (...domains: string[]): AnyFunction[] =>
  domains.flatMap((domain) => [...(functionsByRole[domain] ?? [])])
