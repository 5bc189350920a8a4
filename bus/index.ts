/** The public door of the bus: functions import this file and nothing deeper. */
export { diskCache, type DiskCache } from './disk-cache.ts'
export { defineDomain, type Domain } from './domain.ts'
export { Refused, Reject, RetryAfter } from './errors.ts'
export { defineFunction, type AnyFunction, type Recorded } from './function.ts'
export { derivedId } from './ids.ts'
export type { EmitOptions, MessageMeta, Slot, StateStore } from './handler-context.ts'
export { showMs } from './duration.ts'
export { OutsideError, type OutsideKind } from './outside/error.ts'
export { networkFailure, rootOf } from './outside/network-failure.ts'
export {
  type AnswerTo,
  defineOutside,
  type Outside,
  type OutsideAnswer,
  type OutsideOptions,
  type OutsideRequest,
} from './outside/outside.ts'
export { joinUrl } from './outside/url.ts'
export { provide, provided, type Provided } from './provided.ts'
export { showSealed } from './seal.ts'
export {
  createStatements,
  hasStated,
  hear,
  type Announcement,
  type Heard,
  type Said,
  type StatementTable,
} from './statements.ts'
