import { z } from 'zod'
import { state } from './define.ts'

/** The data keys of a house, each wrapped by the house key, so that whoever lacks that learns nothing. */
export const KeyRing = state('keys.ring', {
  summary: 'The wrapped keys that seal secrets; every process takes on a new one as soon as it stands here.',
  data: {
    version: z.int(),
    keys: z.array(
      z.object({
        id: z.string(),
        /** `seal` keys rotate; the `root` stays, for digests and derived keys. */
        purpose: z.enum(['seal', 'root']),
        /** Seals from now on. */
        current: z.boolean(),
        /** By the id of the house key. */
        wrapped: z.record(z.string(), z.string()),
      }),
    ),
  },
})
