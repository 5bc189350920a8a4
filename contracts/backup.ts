import { z } from 'zod'
import { command, event, query } from './define.ts'

/** A backup as it lies in its folder. */
export const Backup = z.object({
  /** Its name; it says when it was made. */
  file: z.string(),
  madeAt: z.iso.datetime(),
  sizeBytes: z.int(),
  /** Version of the portal that made it; null when its beginning cannot be read. */
  productVersion: z.string().nullable(),
  /** Whether the key that opens stored secrets is inside, wrapped by the pass phrase. */
  withKey: z.boolean(),
})
export type Backup = z.infer<typeof Backup>

export const BackupFailure = z.object({ at: z.iso.datetime(), message: z.string() })

export const ListBackups = query('backup.list', {
  summary: 'The backups of the portal’s own state, newest first, and why the last one failed where it did.',
  input: {},
  result: z.object({
    /** On the machine that makes them. */
    folder: z.string(),
    items: z.array(Backup),
    nextCursor: z.null(),
    /** Newer than the newest backup; null when that one went well. */
    lastFailure: BackupFailure.nullable(),
    /** Whether a daily one is made. */
    daily: z.boolean(),
    /** How many are kept. */
    keep: z.int(),
    hasPassphrase: z.boolean(),
  }),
})

export const MakeBackup = command('backup.make', {
  summary: 'Backs up the portal’s own state now.',
  data: {},
  key: () => 'backup',
  result: Backup,
  refusals: ['CONFLICT', 'UNAVAILABLE'],
})

export const BackupMade = event('backup.made', {
  summary: 'The portal’s own state was backed up.',
  data: { file: z.string(), sizeBytes: z.int(), withKey: z.boolean(), durationMs: z.int() },
  key: () => 'backup',
})

export const BackupFailed = event('backup.failed', {
  summary: 'The daily backup could not be made.',
  data: { message: z.string() },
  key: () => 'backup',
})
