import { sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** Rules, what they hold against whom, alerts, incidents, samples. */
export const engine: Migration = {
  async up(db) {
    const tables = [
      `create table rule (
        id uuid primary key, name text not null, kind text not null, condition jsonb not null,
        severity text not null, enabled boolean not null, labels jsonb not null, scope jsonb not null,
        shipped boolean not null, created_at timestamptz not null, updated_at timestamptz not null,
        version integer not null)`,
      `create unique index rule_name on rule (lower(name))`,
      `create table shipped_rule (key text primary key)`,
      `create table subject (
        id uuid primary key, name text not null, group_name text, status text not null, since timestamptz,
        error text, because_of uuid, because_of_name text, windows uuid[] not null,
        change integer not null, step integer not null, cause_version integer not null,
        settings_version integer not null,
        seen_at timestamptz not null, differs_since timestamptz, removed_at timestamptz)`,
      `create table maintenance_window (id uuid primary key, at timestamptz not null, open boolean not null)`,
      `create table sighting (id uuid primary key, at timestamptz not null)`,
      `create table story (
        subject_id uuid not null, at timestamptz not null, ordinal bigint generated always as identity,
        status text not null, excuse text, primary key (subject_id, at, ordinal))`,
      `create index story_at on story (at)`,
      `create table sample (
        metric text not null, subject_id text not null, at timestamptz not null, value double precision,
        primary key (metric, subject_id, at))`,
      `create index sample_at on sample (at)`,
      `create table standing (
        rule_id uuid not null, subject_kind text not null, subject_id text not null, since timestamptz,
        due_at timestamptz, fired_at timestamptz, excuse text, value double precision, reason text not null,
        muted boolean not null, primary key (rule_id, subject_kind, subject_id))`,
      `create index standing_due on standing (due_at) where due_at is not null`,
      `create index standing_subject on standing (subject_kind, subject_id)`,
      `create table alert (
        id uuid primary key, subject_kind text not null, subject_id text not null, state text not null,
        severity text not null, raised_at timestamptz not null, snoozed_until timestamptz, incident_id uuid,
        quiet_at timestamptz, told_id uuid not null, told_as text not null, body jsonb not null)`,
      `create unique index alert_open on alert (subject_kind, subject_id) where state <> 'resolved'`,
      `create index alert_subject on alert (subject_kind, subject_id, raised_at)`,
      `create index alert_raised on alert (raised_at, id)`,
      `create index alert_incident on alert (incident_id)`,
      `create index alert_snoozed on alert (snoozed_until) where state = 'snoozed'`,
      `create table alert_transition (
        id uuid primary key, alert_id uuid not null references alert (id) on delete cascade,
        transition text not null, at timestamptz not null, actor text, version integer not null)`,
      `create index alert_transition_alert on alert_transition (alert_id)`,
      `create table incident (
        id uuid primary key, title text not null, severity text not null, state text not null,
        started_at timestamptz not null, resolved_at timestamptz, root_id text, root_name text,
        automatic boolean not null, published boolean not null, version integer not null)`,
      `create index incident_started on incident (started_at, id)`,
      `create index incident_open on incident (root_id) where state = 'open'`,
      `create table incident_affected (
        incident_id uuid not null references incident (id) on delete cascade, subject_id text not null,
        name text not null, since timestamptz not null, until timestamptz,
        primary key (incident_id, subject_id, since))`,
      `create index incident_affected_open on incident_affected (subject_id) where until is null`,
      `create table incident_entry (
        id text primary key, incident_id uuid not null references incident (id) on delete cascade,
        at timestamptz not null, ordinal bigint generated always as identity, kind text not null,
        text text not null, actor text, public boolean not null, about text not null)`,
      `create index incident_entry_incident on incident_entry (incident_id, at)`,
      `create table failed_sign_in (id uuid primary key, at timestamptz not null)`,
      `create table broken_token (user_id uuid primary key, at timestamptz not null, broken boolean not null)`,
    ]
    for (const statement of tables) await sql.raw(statement).execute(db)
  },
}
