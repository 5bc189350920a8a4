import type { Selectable } from 'kysely'
import type { Settings } from '../../contracts/settings-schema.ts'
import type { AuthTables } from './domain.ts'

export type AccountRow = Selectable<AuthTables['account']>

/** Whether the house requires a second factor of this person. */
export const needsTwoFactor = (account: Pick<AccountRow, 'role'>, settings: Settings): boolean =>
  settings.auth.twoFactor === 'required' && account.role === 'admin'

export const lacksTwoFactor = (account: Pick<AccountRow, 'role' | 'totp_confirmed_at'>, settings: Settings): boolean =>
  needsTwoFactor(account, settings) && account.totp_confirmed_at === null

/** Whether the page should say a word about a second factor: nobody asked this person yet. */
export const isOfferedTwoFactor = (
  account: Pick<AccountRow, 'role' | 'totp_confirmed_at' | 'two_factor_dismissed_at'>,
  settings: Settings,
): boolean =>
  settings.auth.twoFactor === 'offered' &&
  account.role === 'admin' &&
  account.totp_confirmed_at === null &&
  account.two_factor_dismissed_at === null
