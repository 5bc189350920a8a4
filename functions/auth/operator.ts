import type pg from 'pg'
import { hashPassword } from './password.ts'
import { randomText } from './random-text.ts'

/** Letters and digits that cannot be mistaken for one another when read from a terminal. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789'

/** 20 characters in groups of five, about 115 bits. */
export const oneTimePassword = (): string => randomText(ALPHABET, 4, 5)

export interface FirstAdmin {
  username: string
  /** The generated one-time password; absent when the environment set it. */
  password?: string
}

/**
 * Makes the first admin when there is no account at all; undefined afterwards. Either password is a one-time one and
 * must be changed at the first sign-in.
 */
export async function bootstrapAdmin(
  pool: pg.Pool,
  wanted: { username?: string | undefined; password?: string | undefined },
): Promise<FirstAdmin | undefined> {
  const { rowCount } = await pool.query('select 1 from auth.account limit 1')
  if ((rowCount ?? 0) > 0) return undefined
  const username = wanted.username ?? 'admin'
  const password = wanted.password ?? oneTimePassword()
  const made = await pool.query(
    `insert into auth.account (username, password_hash, role, password_change_required)
     select $1, $2, 'admin', true where not exists (select 1 from auth.account) on conflict do nothing`,
    [username, await hashPassword(password)],
  )
  if (made.rowCount !== 1) return undefined
  return wanted.password ? { username } : { username, password }
}

/**
 * Gives an admin a new one-time password, switches the account on and ends its sessions; with `twoFactor` it takes the
 * second factor off, too. Gives the ended sessions' ids; null when there is no such account. Works on the database
 * alone, so also while the portal is stopped.
 */
export async function resetPassword(
  pool: pg.Pool,
  username: string | undefined,
  { twoFactor = false }: { twoFactor?: boolean } = {},
): Promise<{ username: string; password: string; ended: string[] } | null> {
  const found = await pool.query<{ id: string; username: string }>(
    username
      ? 'select id, username from auth.account where lower(username) = lower($1)'
      : `select id, username from auth.account where role = 'admin' order by created_at limit 1`,
    username ? [username] : [],
  )
  const account = found.rows[0]
  if (!account) return null
  const password = oneTimePassword()
  // one statement, so that either all of it is so or nothing
  const ended = await pool.query<{ id: string }>(
    `with mine as (
       update auth.account set password_hash = $2, password_change_required = true, status = 'active', updated_at = now(),
         totp_secret = case when $3 then null else totp_secret end,
         totp_confirmed_at = case when $3 then null else totp_confirmed_at end
       where id = $1),
     codes as (delete from auth.recovery_code where account_id = $1 and $3),
     waiting as (delete from auth.challenge where account_id = $1),
     held_up as (delete from auth.failed_sign_in where key in ('account:' || $4, 'code:' || $4)),
     devices as (update auth.device set revoked_at = now() where account_id = $1 and revoked_at is null)
     update auth.session set revoked_at = now() where account_id = $1 and revoked_at is null returning id`,
    [account.id, await hashPassword(password), twoFactor, account.id],
  )
  return { username: account.username, password, ended: ended.rows.map((row) => row.id) }
}
