import { OutsideError } from '../../../bus/index.ts'

/** Whether the failure says that Seerr is away, rather than that it did not like what it was asked. */
export const isDown = (error: unknown): error is OutsideError =>
  error instanceof OutsideError &&
  (['dns', 'refused', 'unreachable', 'tls', 'timeout', 'open'].includes(error.kind) || (error.status ?? 0) >= 500)
