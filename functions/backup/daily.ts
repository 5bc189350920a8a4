import { BackupFailed, BackupMade } from '../../contracts/backup.ts'
import { defineFunction } from '../../bus/index.ts'
import { backupSettings } from './backup-settings.ts'
import { backup, BackupStore } from './domain.ts'
import { refusalOf } from './refusal.ts'

const DAY_MS = 86_400_000
/** A house that was only just made has nothing that is worth a backup. */
const SETTLED_MS = 3_600_000

export default defineFunction({
  name: 'backup.daily',
  summary: 'Backs up the portal’s own state as soon as the newest backup is a day old.',
  domain: backup,
  emits: [BackupMade, BackupFailed],
  // looked at often, so that a machine that sleeps at night gets its backup as well
  every: '10m',
  catchUp: 'last',
  timeout: '30m',
  retry: { attempts: 2 },
  async run(_slot, ctx) {
    const store = ctx.provided(BackupStore)
    const { daily, keep, passphrase } = await backupSettings(ctx)
    if (!daily) return
    const [newest] = await store.list()
    const now = ctx.now().getTime()
    if (newest && now - Date.parse(newest.madeAt) < DAY_MS) return
    const { since } = await ctx.db.selectFrom('house').select('since').executeTakeFirstOrThrow()
    if (now - since.getTime() < SETTLED_MS) return
    const begun = performance.now()
    const outcome = await ctx.effect('make', () =>
      store.make({ passphrase }).then(
        (made) => ({ made }),
        (error: unknown) => {
          const refusal = refusalOf(error)
          if (refusal) return { refusal }
          throw error
        },
      ),
    )
    if ('refusal' in outcome) {
      const { code, message } = outcome.refusal
      // somebody else makes the one that is due
      if (code === 'CONFLICT') return
      const known = await ctx.db.selectFrom('failure').select('message').executeTakeFirst()
      await ctx.write(async (tx) => {
        const failure = { at: ctx.now(), message }
        await tx
          .insertInto('failure')
          .values({ one: true, ...failure })
          .onConflict((oc) => oc.column('one').doUpdateSet(failure))
          .execute()
        // the same is not said again every ten minutes
        if (known?.message !== message) ctx.emit(BackupFailed, { message })
      })
      return
    }
    await store.keepNewest(keep)
    const { file, sizeBytes, withKey } = outcome.made
    await ctx.write(async (tx) => {
      await tx.deleteFrom('failure').execute()
      ctx.emit(BackupMade, { file, sizeBytes, withKey, durationMs: Math.round(performance.now() - begun) })
    })
  },
})
