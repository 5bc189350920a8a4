/** The public door of the bus: functions import this file and nothing deeper. */
export { defineDomain, type Domain } from './domain.ts'
export { Refused, Reject, RetryAfter } from './errors.ts'
export { defineFunction, type AnyFunction, type Recorded } from './function.ts'
export type { EmitOptions, MessageMeta, Slot, StateStore } from './handler-context.ts'
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
