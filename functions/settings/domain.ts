import type { ColumnType, GeneratedAlways } from 'kysely'
import { defineDomain } from '../../bus/index.ts'
import type { Change } from '../../contracts/settings.ts'
import type { CredentialName, ServiceName } from '../../contracts/services.ts'
import { init } from './migrations/0001-init.ts'
import type { ServiceSettings, Stand } from './stand.ts'

/** Read as it is, written as text: the driver would take a list for an array of PostgreSQL. */
type Json<T> = ColumnType<T, string, string>

export interface SettingsTables {
  /** What is not as it is by default. */
  setting: {
    section: string
    key: string
    value: ColumnType<unknown, string | null, string | null>
    sealed: string | null
  }
  /** Stays when a service is disconnected, without address and secrets, so that its version goes on growing. */
  service: {
    name: ServiceName
    /** Null when it is not connected. */
    url: string | null
    enabled: boolean
    config: Json<ServiceSettings['config']>
    sealed: Json<Partial<Record<CredentialName, string>>>
    version: number
    updated_at: Date
    /** The actor: `user:<id>`, `operator`. */
    updated_by: string
  }
  change: {
    position: GeneratedAlways<string>
    id: string
    at: Date
    actor: string
    changes: Json<Change[]>
    /** How everything stood right after it; secrets sealed. */
    snapshot: Json<Stand>
  }
  /** One row: the version of the settings in force. */
  current: { single: ColumnType<boolean, never, never>; version: number }
}

export const settings = defineDomain<SettingsTables>({ name: 'settings', migrations: { '0001_init': init } })
