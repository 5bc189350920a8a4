import type { Generated } from 'kysely'
import type { Role } from '../../contracts/auth.ts'
import { defineDomain } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'
import { people } from './migrations/0002-people.ts'

export interface AuthTables {
  account: {
    id: Generated<string>
    /** Unique, whatever its case. */
    username: string
    /** Null for somebody who only ever signed in with Plex. */
    password_hash: string | null
    role: Role
    /** True while the password is the one that somebody else chose. */
    password_change_required: Generated<boolean>
    status: Generated<'active' | 'disabled'>
    email: string | null
    /** `Quotas`, partly. */
    quotas: Generated<Record<string, number | null>>
    /** Plex's own number of the person; never changes, unlike names. */
    plex_id: string | null
    plex_username: string | null
    /** Sealed. */
    plex_token: string | null
    plex_token_kind: 'account' | 'device' | null
    plex_token_ends_at: Date | null
    plex_state: Generated<'none' | 'linked' | 'broken'>
    /** When plex.tv last took the token. */
    plex_checked_at: Date | null
    /** `shared`: the account lives from the server being shared with the person; `lost`: it is not any more. */
    plex_access: Generated<'own' | 'shared' | 'lost'>
    /** Sealed; in force once it is confirmed. */
    totp_secret: string | null
    totp_confirmed_at: Date | null
    /** The time step of the last code that was taken: none is good twice. */
    totp_last_step: string | null
    two_factor_dismissed_at: Date | null
    last_sign_in_at: Date | null
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  /** A browser on which a person signed in: sessions and "remember me" tokens follow one another on it. */
  device: {
    id: string
    account_id: string
    /** SHA-256 of the browser's own cookie. */
    browser: string | null
    name: string
    address: string | null
    remembered: boolean
    created_at: Generated<Date>
    last_seen_at: Generated<Date>
    revoked_at: Date | null
  }
  session: {
    id: string
    account_id: string
    device_id: string
    created_at: Generated<Date>
    ends_at: Date
    revoked_at: Date | null
  }
  remember_token: {
    /** SHA-256. */
    hash: string
    device_id: string
    created_at: Generated<Date>
    ends_at: Date
    used_at: Date | null
    /** The session that it was exchanged for. */
    session_id: string | null
  }
  recovery_code: { account_id: string; hash: string; used_at: Date | null }
  /** A sign-in that waits for its second factor. */
  challenge: {
    /** SHA-256. */
    hash: string
    account_id: string
    browser: string | null
    how: 'password' | 'plex'
    remember: boolean
    tries: Generated<number>
    ends_at: Date
  }
  api_key: {
    id: string
    account_id: string
    name: string
    /** SHA-256. */
    hash: string
    scopes: string[]
    created_at: Generated<Date>
    ends_at: Date | null
    last_used_at: Date | null
    revoked_at: Date | null
  }
  invitation: {
    id: string
    /** SHA-256. */
    code_hash: string
    role: Role
    note: string | null
    created_by: string | null
    created_at: Generated<Date>
    ends_at: Date
    used_at: Date | null
    used_by: string | null
    revoked_at: Date | null
  }
  plex_pin: {
    id: string
    /** plex.tv's number of it. */
    pin: string
    /** Sealed. */
    code: string
    door: 'popup' | 'code'
    purpose: 'sign-in' | 'link'
    /** SHA-256 of the browser's own cookie: nobody else may ask for it. */
    browser: string
    account_id: string | null
    invitation_id: string | null
    remember: boolean
    /** The token is given for a proof with the device key only. */
    with_key: Generated<boolean>
    status: Generated<'pending' | 'signed-in' | 'linked' | 'two-factor' | 'expired' | 'refused' | 'used'>
    message: string | null
    /** Moved forward by whoever asks plex.tv, so that nobody else does within 2 s. */
    asked_at: Date | null
    created_at: Generated<Date>
    ends_at: Date
  }
  /** Failed attempts by `address:<network>`, `account:<id>`, `device:<id>` and, of second factors, `code:<account id>`. */
  failed_sign_in: {
    key: string
    failures: number
    last_at: Date | null
    blocked_until: Date | null
    /** Attempts of the present window, those that were held up included. */
    attempts: number
    attempts_since: Date
    /** When the burst that is going on was announced. */
    burst_at: Date | null
    /** When the first attempt of the series was held up. */
    delayed_at: Date | null
  }
  /** One row: what plex.tv knows this house by. */
  installation: {
    one: Generated<boolean>
    plex_client_id: Generated<string>
    /** Sealed JWK. */
    plex_device_key: string | null
  }
}

export const auth = defineDomain<AuthTables>({
  name: 'auth',
  migrations: { '0001_init': init, '0002_people': people },
})
