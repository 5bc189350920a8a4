import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { AuthTables } from './domain.ts'
import { randomText } from './random-text.ts'
import type { AccountRow } from './rights.ts'
import { stepOf } from './totp.ts'

const RECOVERY_CODES = 10
/** Without what is mistaken for something else on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'

/** Three groups of four: 59 bits, too many to try even for who has the hashes. */
const newRecoveryCode = (): string => randomText(ALPHABET, 3, 4)

const hashCode = (code: string): string =>
  createHash('sha256')
    .update(code.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .digest('hex')

interface With {
  open(sealed: string): string
  now(): Date
}

/** Uses up a code of the app; false when it is not right, or was used before. */
export async function takeAppCode(
  tx: Transaction<AuthTables>,
  account: Pick<AccountRow, 'id' | 'totp_secret'>,
  code: string,
  by: With,
): Promise<boolean> {
  const digits = code.replace(/\s/g, '')
  if (account.totp_secret === null || !/^\d{6}$/.test(digits)) return false
  const step = stepOf(by.open(account.totp_secret), digits, by.now())
  if (step === null) return false
  const taken = await tx
    .updateTable('account')
    .set({ totp_last_step: String(step) })
    .where('id', '=', account.id)
    .where('totp_secret', '=', account.totp_secret)
    .where((eb) => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', String(step))]))
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

/** Uses up a code of the app or a recovery code. */
export async function takeCode(
  tx: Transaction<AuthTables>,
  account: Pick<AccountRow, 'id' | 'totp_secret'>,
  code: string,
  by: With,
): Promise<boolean> {
  if (await takeAppCode(tx, account, code, by)) return true
  const taken = await tx
    .updateTable('recovery_code')
    .set({ used_at: by.now() })
    .where('account_id', '=', account.id)
    .where('hash', '=', hashCode(code))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}

/** New recovery codes in place of the old ones. */
export async function replaceRecoveryCodes(tx: Transaction<AuthTables>, accountId: string): Promise<string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, newRecoveryCode)
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  await tx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ account_id: accountId, hash: hashCode(code), used_at: null })))
    .execute()
  return codes
}

/** Takes the second factor off, and what waits for it. */
export async function dropSecondFactor(tx: Transaction<AuthTables>, accountId: string): Promise<void> {
  await tx
    .updateTable('account')
    .set({ totp_secret: null, totp_confirmed_at: null, totp_last_step: null, updated_at: new Date() })
    .where('id', '=', accountId)
    .execute()
  await tx.deleteFrom('recovery_code').where('account_id', '=', accountId).execute()
  await tx.deleteFrom('challenge').where('account_id', '=', accountId).execute()
}
