import { z } from 'zod'
import { Severity } from './alerts.ts'
import { command, event, query } from './define.ts'
import { line } from './monitor.ts'

export const Incident = z.object({
  id: z.uuid(),
  title: z.string(),
  severity: Severity,
  state: z.enum(['open', 'resolved']),
  startedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  /** The service that everything is put down to; null for one opened by hand or about the house. */
  root: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** What was not well because of it, with the root. */
  affected: z.array(
    z.object({ id: z.string(), name: z.string(), since: z.iso.datetime(), until: z.iso.datetime().nullable() }),
  ),
  alertIds: z.array(z.uuid()),
  /** Opened by an alert, or by a person. */
  automatic: z.boolean(),
  /** Shown on the public status page, with its public notes. */
  published: z.boolean(),
  version: z.int(),
})
export type Incident = z.infer<typeof Incident>

export const IncidentEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum([
    'influence',
    'raised',
    'affected',
    'recovered',
    'acknowledged',
    'snoozed',
    'resolved',
    'reopened',
    'note',
    'published',
  ]),
  /** In words. */
  text: z.string(),
  actor: z.string().nullable(),
  /** Only for notes: shown on the public page too. */
  public: z.boolean(),
})
export type IncidentEntry = z.infer<typeof IncidentEntry>

export const ListIncidents = query('alerts.incidents', {
  summary: 'Incidents, newest first.',
  input: {
    state: z.enum(['open', 'resolved', 'all']).default('all'),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(200).optional(),
  },
  result: z.object({ items: z.array(Incident), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const GetIncident = query('alerts.incident', {
  summary: 'One incident with its timeline, the oldest first.',
  input: { id: z.uuid() },
  result: z.object({ incident: Incident, timeline: z.array(IncidentEntry) }),
  refusals: ['NOT_FOUND'],
})

/** The text that `/api/admin/incidents/:id/post-mortem.md` serves. */
export const GetPostMortem = query('alerts.post-mortem', {
  summary:
    'An incident as a post-mortem in Markdown: summary, timeline, what was affected for how long, room for causes.',
  input: { id: z.uuid() },
  result: z.object({ name: z.string(), markdown: z.string() }),
  refusals: ['NOT_FOUND'],
})

export const OpenIncident = command('alerts.open-incident', {
  summary: 'Opens an incident by hand.',
  data: {
    title: line.min(1).max(120),
    severity: Severity.default('warning'),
    serviceIds: z.array(z.uuid()).max(500).default([]),
    published: z.boolean().default(false),
    /** The first note. */
    note: z.string().trim().max(4000).optional(),
  },
  key: (d) => d.title,
  result: Incident,
})

export const ChangeIncident = command('alerts.change-incident', {
  summary: 'Renames, publishes or closes an incident. What is left out stays.',
  data: {
    id: z.uuid(),
    title: line.min(1).max(120).optional(),
    published: z.boolean().optional(),
    state: z.enum(['open', 'resolved']).optional(),
  },
  key: (d) => d.id,
  result: Incident,
  refusals: ['NOT_FOUND', 'CONFLICT'],
})

export const NoteIncident = command('alerts.note-incident', {
  summary: 'Adds a note to an incident.',
  data: { id: z.uuid(), text: z.string().trim().min(1).max(4000), public: z.boolean().default(false) },
  key: (d) => d.id,
  result: IncidentEntry,
  refusals: ['NOT_FOUND'],
})

export const IncidentChanged = event('alerts.incident-changed', {
  summary: 'An incident was opened, changed, noted on or closed.',
  data: {
    incidentId: z.uuid(),
    title: z.string(),
    change: z.enum(['opened', 'changed', 'noted', 'resolved', 'reopened']),
    published: z.boolean(),
    version: z.int(),
  },
  key: (d) => d.incidentId,
})
