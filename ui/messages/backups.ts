import { roughDuration } from '../format/time.ts'
import { count } from './plural.ts'

export const backups = {
  lead: 'The portal’s own state: accounts, settings, requests and where the journal stands. No films.',
  last: 'Last backup',
  size: 'Size',
  age: (ms: number) => (ms < 60_000 ? 'just made' : `${roughDuration(ms)} old`),
  none: 'none yet',
  folder: 'Folder',
  rhythm: 'Made',
  daily: (keep: number) => `every day; ${count(keep, 'backup is', 'backups are')} kept`,
  notDaily: 'only by hand: the daily backup is switched off',
  now: 'Back up now',
  busy: 'Backing up',
  done: (size: string) => `The backup is made: ${size}.`,
  list: 'Backups',
  columns: { time: 'Made', size: 'Size', key: 'Key', file: 'File' },
  emptyTitle: 'No backup yet',
  empty: 'The first one is made within a day. You can also make it now.',
  failed: 'The last backup failed',
  warnings: {
    none: 'There is no backup yet: if this disk breaks, accounts and settings are gone. Make one now.',
    old: 'No backup is younger than two days. Make one now, and keep an eye on whether the next daily one comes.',
    off: 'The daily backup is switched off, and the last one is older than two days. Make one now, or switch it on under Settings.',
    passphrase:
      'No pass phrase is set, so the key that opens stored secrets is in no backup. Set one under Settings, or keep the key file at a safe place yourself.',
  },
  toSettings: 'Open the settings',
  withKey: 'inside, wrapped',
  withoutKey: 'not inside',
  restore: 'To bring one back into an empty data folder, in a terminal on the machine of the portal:',
}
