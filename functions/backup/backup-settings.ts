import { CurrentSettings } from '../../contracts/settings.ts'
import { Settings } from '../../contracts/settings-schema.ts'
import type { StateStore } from '../../bus/index.ts'

/** The settings of backups; their defaults before anybody set them. The pass phrase is opened. */
export async function backupSettings(ctx: {
  state(contract: typeof CurrentSettings): StateStore<typeof CurrentSettings>
  open(sealed: string): string
}): Promise<{ daily: boolean; keep: number; passphrase: string | undefined }> {
  const current = await ctx.state(CurrentSettings).get('current')
  const { enabled, keep, passphrase } = (current?.values ?? Settings.parse({})).backup
  // in the settings in force a secret is a sealed text; a default never is
  return { daily: enabled, keep, passphrase: current && passphrase !== null ? ctx.open(passphrase) : undefined }
}
