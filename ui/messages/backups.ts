import { number } from '../format/number.ts'
import { roughDuration } from '../format/time.ts'

export const backups = {
  title: 'Backups',
  lead: 'The portal’s own state: accounts, settings, requests and where the journal stands. No films.',
  last: 'Last backup',
  size: 'Size',
  age: (ms: number) => `${roughDuration(ms)} old`,
  none: 'none yet',
  now: 'Back up now',
  busy: 'Backing up',
  done: 'The backup is made.',
  list: 'Backups',
  columns: { time: 'Made', size: 'Size', key: 'Key', place: 'File' },
  emptyTitle: 'No backup yet',
  empty: 'One is made every day. You can make the first one now.',
  old: 'No backup is younger than two days. Make one now, and look below why the daily one did not come.',
  off: 'The daily backup is switched off.',
  noPassphrase:
    'No pass phrase is set, so the key that opens stored secrets is in no backup. Set one under Settings, or keep the key file at a safe place yourself.',
  setPassphrase: 'Open the settings',
  withKey: 'inside, wrapped',
  withoutKey: 'not inside',
  restore: 'To restore one into an empty data folder:',
  number,
}
