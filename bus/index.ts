/** The public door of the bus: functions import this file and nothing deeper. */
export { defineDomain, type Domain } from './domain.ts'
export { Refused, Reject, RetryAfter } from './errors.ts'
export {
  defineFunction,
  type AnyFunction,
  type EmitOptions,
  type MessageMeta,
  type Recorded,
  type Slot,
  type StateStore,
} from './function.ts'
export { createStatements, hear, type Announcement, type Heard, type Said, type StatementTable } from './statements.ts'
