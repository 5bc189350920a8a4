import type { Generated } from 'kysely'
import { defineDomain } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'

export interface AuthTables {
  account: {
    id: Generated<string>
    username: string
    password_hash: string
    role: 'admin' | 'user'
    /** True while the password is the one that somebody else chose. */
    password_change_required: boolean
    created_at: Generated<Date>
    updated_at: Generated<Date>
  }
  session: {
    id: string
    account_id: string
    created_at: Generated<Date>
    ends_at: Date
    revoked_at: Date | null
  }
}

export const auth = defineDomain<AuthTables>({ name: 'auth', migrations: { '0001_init': init } })
