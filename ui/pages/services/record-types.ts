import type { CheckOptions } from '../../../contracts/monitor.ts'

type RecordType = NonNullable<CheckOptions['recordType']>

/** Every DNS record that can be asked for, but for A, which is asked for where nothing is chosen. */
const TYPES = {
  AAAA: true,
  CNAME: true,
  MX: true,
  NS: true,
  TXT: true,
  SRV: true,
  PTR: true,
} as const satisfies Record<Exclude<RecordType, 'A'>, true>

export const RECORD_TYPES = Object.keys(TYPES)
