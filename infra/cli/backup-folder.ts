import path from 'node:path'
import { fromEnv } from './find-portal.ts'

/** Where the backups of a data folder lie: as the portal has it. Absolute. */
export const backupFolderOf = (dataDir: string): string =>
  path.resolve(fromEnv('BACKUP_DIR') ?? path.join(dataDir, 'backups'))
