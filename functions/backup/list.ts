import { ListBackups } from '../../contracts/backup.ts'
import { defineFunction } from '../../bus/index.ts'
import { backupSettings } from './backup-settings.ts'
import { backup, BackupStore } from './domain.ts'

export default defineFunction({
  name: 'backup.list',
  summary: 'Lists the backups, and why the last one failed where it did.',
  domain: backup,
  answers: ListBackups,
  async run(_input, ctx) {
    const store = ctx.provided(BackupStore)
    const { daily, keep, passphrase } = await backupSettings(ctx)
    const failure = await ctx.db.selectFrom('failure').select(['at', 'message']).executeTakeFirst()
    return {
      folder: store.folder,
      items: await store.list(),
      nextCursor: null,
      lastFailure: failure ? { at: failure.at.toISOString(), message: failure.message } : null,
      daily,
      keep,
      hasPassphrase: store.hasPassphrase || passphrase !== undefined,
    }
  },
})
