import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { TOLD } from '../../../contracts/alert-kinds.ts'
import type { Selection, Severity } from '../../../contracts/alerts.ts'
import type { Role } from '../../../contracts/auth.ts'
import type { ChannelKind } from '../../../contracts/channels.ts'
import type { QueuedMessage } from './message.ts'

/** How somebody is told: through a channel of the house, or a person on the page, by web push, by e-mail. */
export type Method = 'channel' | 'page' | 'push' | 'email'

/** One try, as the ledger shows it. */
export interface Try {
  at: string
  ok: boolean
  message: string
}

type Json<T> = ColumnType<T, string, string>

export interface ChannelTable {
  id: string
  kind: ChannelKind
  name: string
  /** Without secrets. */
  config: Json<Record<string, unknown>>
  /** Secrets by field, sealed. */
  sealed: Json<Record<string, string>>
  enabled: boolean
  selection: ColumnType<Selection | null, string | null, string | null>
  version: number
  last_sent_at: Date | null
  last_error: string | null
  created_at: Date
  updated_at: Date
}
export type ChannelRow = Selectable<ChannelTable>

/** A copy of what the owner of the accounts says. */
export interface PersonTable {
  user_id: string
  role: Role
  enabled: boolean
}

export interface PreferenceTable {
  user_id: string
  severities: Severity[]
  requests: Generated<boolean>
  page: boolean
  push: boolean
  email: boolean
  quiet: ColumnType<{ from: string; to: string; exceptCritical: boolean } | null, string | null, string | null>
  digest_at: string | null
  timezone: string
  sealed_email: string | null
}

export interface PushBrowserTable {
  id: string
  user_id: string
  endpoint: string
  sealed_keys: string
  created_at: Date
}

/** The pair of keys by which push services know this portal; made once. */
export interface PushKeyTable {
  one: Generated<boolean>
  public_key: string
  sealed_private_key: string
}

export interface NoticeTable {
  id: string
  user_id: string
  /** What it is about; one notice per person and subject. */
  subject: string
  title: string
  body: string
  severity: Severity
  path: string
  at: Date
  read_at: Date | null
}
export type NoticeRow = Selectable<NoticeTable>

/** One way to one recipient, in which order is kept and of which one process at a time takes care. */
export interface LaneTable {
  /** `<method>:<target>`. */
  id: string
  method: Method
  /** The channel, the person (page, e-mail) or the browser (push). */
  target: string
  user_id: string | null
  /** Who has it now, until when. */
  claim: string | null
  claimed_until: Date | null
  /** Since the last success. */
  failures: Generated<number>
  failing_since: Date | null
  retry_at: Date | null
}
export type LaneRow = Selectable<LaneTable>

export interface DeliveryTable {
  id: string
  position: GeneratedAlways<string>
  told_id: string
  lane: string
  method: Method
  target: string
  user_id: string | null
  /** As it was called then; what is shown when it is gone. */
  channel_name: string
  /** Of news the request or reported problem. */
  alert_id: string
  transition: (typeof TOLD)[number]
  /** When it happened. */
  at: Date
  message: Json<QueuedMessage>
  state: Generated<'waiting' | 'sent' | 'summarised' | 'dead' | 'dropped'>
  /** What it waits for until `due_at`. */
  held: 'quiet' | 'digest' | null
  due_at: Date
  /** From when it counts how long it could not be told. */
  since: Date
  queued_at: Date
  /** The message that it is part of while it is not known whether that arrived: sent again as it was, under this id. */
  pinned: string | null
  tries: ColumnType<Try[], undefined, string>
  sent_at: Date | null
  together: Generated<number>
}
export type DeliveryRow = Selectable<DeliveryTable>

export interface DeliveryTables {
  channel: ChannelTable
  person: PersonTable
  preference: PreferenceTable
  push_browser: PushBrowserTable
  push_key: PushKeyTable
  notice: NoticeTable
  lane: LaneTable
  delivery: DeliveryTable
}
