import type { Generated } from 'kysely'
import type { Alert, RuleKind, Severity } from '../../../contracts/alerts.ts'
import type { IncidentEntry } from '../../../contracts/incidents.ts'
import type { ServiceState } from '../../../contracts/status.ts'
import type { z } from 'zod'
import type { Excuse } from './evaluate.ts'

export interface EngineTables {
  rule: {
    id: string
    /** Unique, whatever its case. */
    name: string
    kind: z.infer<typeof RuleKind>
    condition: Record<string, unknown>
    severity: Severity
    enabled: boolean
    labels: Record<string, string>
    scope: { groups?: string[]; serviceIds?: string[] }
    shipped: boolean
    created_at: Date
    updated_at: Date
    version: number
  }
  /** Which rules came with the product already: one that was removed does not come back. */
  shipped_rule: { key: string }
  /** A service as this domain knows it. A removed one stays for a month, so that what arrives late finds no new one. */
  subject: {
    id: string
    name: string
    group_name: string | null
    status: ServiceState
    since: Date | null
    error: string | null
    because_of: string | null
    because_of_name: string | null
    /** Open maintenance windows that it is in. */
    windows: string[]
    /** Of the last change of state that is in here; 0 before the first. */
    change: number
    /** Of the last change of state or cause that is in here. */
    step: number
    /** Of the monitor's row when the cause was last heard of, and when its settings were. */
    cause_version: number
    settings_version: number
    /** The newest event that is in here. */
    seen_at: Date
    /** Since when the board says otherwise. */
    differs_since: Date | null
    removed_at: Date | null
  }
  /** Maintenance windows as last heard of. */
  maintenance_window: { id: string; at: Date; open: boolean }
  /** Services on the board that no event has told of yet, and since when. */
  sighting: { id: string; at: Date }
  /** How every service stood over time: what rules are tried on. */
  story: { subject_id: string; at: Date; ordinal: Generated<string>; status: ServiceState; excuse: Excuse | null }
  /** Measured values over time; a row where the value changed. */
  sample: { metric: string; subject_id: string; at: Date; value: number | null }
  /** What a rule holds against a subject; no row where it holds nothing. */
  standing: {
    rule_id: string
    subject_kind: Alert['subject']['kind']
    subject_id: string
    since: Date | null
    /** When it fires if nothing comes between. */
    due_at: Date | null
    fired_at: Date | null
    excuse: Excuse | null
    value: number | null
    reason: string
    /** Its alert was resolved by hand: it raises nothing until it cleared. */
    muted: boolean
  }
  alert: {
    id: string
    subject_kind: Alert['subject']['kind']
    subject_id: string
    state: Alert['state']
    severity: Severity
    raised_at: Date
    snoozed_until: Date | null
    incident_id: string | null
    /** When what it was about last went away; the time for reopening counts from there. */
    quiet_at: Date | null
    /** Of the last `raised` or `reopened`: who hears of it late, as its severity rose, hears of that. */
    told_id: string
    told_as: 'raised' | 'reopened'
    /** The whole of it. */
    body: Alert
  }
  /** Every step in the life of an alert; the id is the event's. */
  alert_transition: {
    id: string
    alert_id: string
    transition: string
    at: Date
    actor: string | null
    version: number
  }
  incident: {
    id: string
    title: string
    severity: Severity
    state: 'open' | 'resolved'
    started_at: Date
    resolved_at: Date | null
    root_id: string | null
    root_name: string | null
    automatic: boolean
    published: boolean
    version: number
  }
  incident_affected: { incident_id: string; subject_id: string; name: string; since: Date; until: Date | null }
  incident_entry: {
    id: string
    incident_id: string
    at: Date
    ordinal: Generated<string>
    kind: IncidentEntry['kind']
    text: string
    actor: string | null
    public: boolean
    /** What it states; for a step in an alert's life the id of its transition. */
    about: string
  }
  /** Failed sign-ins of the last while, and people whose Plex token died. */
  failed_sign_in: { id: string; at: Date }
  broken_token: { user_id: string; at: Date; broken: boolean }
}
