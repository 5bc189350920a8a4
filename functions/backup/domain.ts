import type { Backup } from '../../contracts/backup.ts'
import { defineDomain, provided } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'

export interface BackupTables {
  /** At most one row: why the last daily backup failed. */
  failure: { one: boolean; at: Date; message: string }
  /** One row: when this house began to have backups. */
  house: { one: boolean; since: Date }
}

export const backup = defineDomain<BackupTables>({ name: 'backup', migrations: { '0001_init': init } })

/** How backups are made and kept on this machine. A backup reads every domain's rows, which no domain may. */
export interface BackupStore {
  readonly folder: string
  /** From the environment, which comes before the setting. */
  readonly hasPassphrase: boolean
  /** Throws an error named `BackupUnderWay` or `BackupError` with a sentence. */
  make(options: { passphrase: string | undefined }): Promise<Backup>
  /** Newest first. */
  list(): Promise<Backup[]>
  /** Deletes all but the newest. */
  keepNewest(keep: number): Promise<number>
}

export const BackupStore = provided<BackupStore>('backup.store')
