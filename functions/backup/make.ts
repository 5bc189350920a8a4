import { BackupMade, MakeBackup } from '../../contracts/backup.ts'
import { defineFunction } from '../../bus/index.ts'
import { backupSettings } from './backup-settings.ts'
import { backup, BackupStore } from './domain.ts'
import { refusalOf } from './refusal.ts'

export default defineFunction({
  name: 'backup.make',
  summary: 'Backs up the portal’s own state when somebody asks for it.',
  domain: backup,
  on: MakeBackup,
  emits: [BackupMade],
  timeout: '30m',
  async run(_data, ctx) {
    const store = ctx.provided(BackupStore)
    const { keep, passphrase } = await backupSettings(ctx)
    const begun = performance.now()
    const made = await ctx
      .effect('make', () => store.make({ passphrase }))
      .catch((error: unknown) => {
        const refusal = refusalOf(error)
        if (refusal) return ctx.refuse(refusal.code, refusal.message)
        throw error
      })
    await store.keepNewest(keep)
    const { file, sizeBytes, withKey } = made
    return ctx.write(async (tx) => {
      await tx.deleteFrom('failure').execute()
      ctx.emit(BackupMade, { file, sizeBytes, withKey, durationMs: Math.round(performance.now() - begun) })
      return made
    })
  },
})
