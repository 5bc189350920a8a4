import type { BackupStore } from '../../functions/backup/domain.ts'
import { streamBounds } from '../../bus/nats/journal.ts'
import type { NatsLink } from '../../bus/nats/connect.ts'
import { keepNewest, readBackups } from './folder.ts'
import { makeBackup, type MakeOptions } from './make.ts'

type StoreOptions = Pick<MakeOptions, 'databaseUrl' | 'folder' | 'productVersion' | 'houseKey' | 'passphrase'> & {
  link: NatsLink
}

/** Backups of this machine, for the functions that make and list them. */
export const backupStore = ({ link, ...options }: StoreOptions): BackupStore => ({
  folder: options.folder,
  hasPassphrase: options.passphrase !== undefined,
  make: ({ passphrase }) =>
    makeBackup({ ...options, passphrase: options.passphrase ?? passphrase, journal: () => journalPosition(link) }),
  list: () => readBackups(options.folder),
  keepNewest: (keep) => keepNewest(options.folder, keep),
})

/** Last sequence of each stream of the journal. */
export async function journalPosition(link: NatsLink): Promise<Record<string, number>> {
  const streams = ['events', 'commands', 'hooks', 'dead-letters'] as const
  const bounds = await Promise.all(
    streams.map(async (stream) => [stream, (await streamBounds(link, stream)).last] as const),
  )
  return Object.fromEntries(bounds)
}
