import { z } from 'zod'
import { state } from './define.ts'

/** Seconds after which a breaker whose process is gone is no longer shown. */
const TTL_SECONDS = 90

export const OutsideBreaker = state('outside.breakers', {
  summary:
    'Whether the systems outside are called or left alone for a while, one entry for each process that calls them.',
  ttlSeconds: TTL_SECONDS,
  data: {
    /** Its name for people. */
    system: z.string(),
    /** Scheme, host and port. */
    address: z.string(),
    /** `closed`: called. `open`: left alone. `half-open`: one call tries it again now. */
    state: z.enum(['closed', 'open', 'half-open']),
    since: z.iso.datetime(),
    /** From when on the next call tries an open one again; null when it is not open. */
    triesAgainAt: z.iso.datetime().nullable(),
    /** The last failure as a sentence; null when there was none. */
    lastError: z.string().nullable(),
    lastErrorAt: z.iso.datetime().nullable(),
    /** Of the last 20 calls: how many there were. */
    calls: z.int(),
    /** How many of those failed. It opens when half of at least 10 did. */
    failures: z.int(),
    /** `host:pid` of the process that it speaks for. */
    process: z.string(),
  },
})
export type OutsideBreaker = z.infer<typeof OutsideBreaker.schema>
