import type { AnyFunction } from '../bus/index.ts'
import { alertFunctions } from '../functions/alerts/index.ts'
import { authFunctions } from '../functions/auth/index.ts'
import { backupFunctions } from '../functions/backup/index.ts'
import { journalFunctions } from '../functions/journal/index.ts'
import { libraryFunctions } from '../functions/library/index.ts'
import { requestFunctions } from '../functions/requests/index.ts'
import { settingsFunctions } from '../functions/settings/index.ts'
import { statusFunctions } from '../functions/status/index.ts'
import { webhookFunctions } from '../functions/webhooks/index.ts'

/** Every domain by the role that carries it; no directory is scanned. */
export const functionsByRole: Readonly<Record<string, readonly AnyFunction[]>> = {
  settings: settingsFunctions,
  auth: authFunctions,
  status: statusFunctions,
  alerts: alertFunctions,
  webhooks: webhookFunctions,
  requests: requestFunctions,
  library: libraryFunctions,
  journal: journalFunctions,
  backup: backupFunctions,
}
