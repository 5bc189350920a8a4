import { z } from 'zod'
import { command, event, query } from './define.ts'
import { line } from './monitor.ts'

const fields = {
  enabled: z.boolean(),
  title: line.min(1).max(80).default('Status'),
  description: z.string().trim().max(1000).nullable().default(null),
  /** Groups that strangers may see; services without a group stand under the empty name. */
  groups: z.array(line.max(80)).max(100).default([]),
  responseTimes: z.boolean().default(false),
}

export const StatusPage = z.object({ ...fields, updatedAt: z.iso.datetime().nullable() })
export type StatusPage = z.infer<typeof StatusPage>

export const GetStatusPage = query('status.page', {
  summary: 'What the public status page shows. It is switched off until somebody switches it on.',
  input: {},
  result: StatusPage,
})

export const SetStatusPage = command('status.set-page', {
  summary: 'Decides what the public status page shows.',
  data: fields,
  key: () => 'page',
  result: StatusPage,
})

export const StatusPageSet = event('status.page-set', {
  summary: 'The public status page was switched on or off, or shows other things.',
  data: { enabled: z.boolean(), title: z.string(), groups: z.array(z.string()), version: z.int() },
  key: () => 'page',
})

const PublicState = z.enum(['online', 'degraded', 'offline', 'maintenance', 'unknown'])

export const PublicIncident = z.object({
  id: z.uuid(),
  title: z.string(),
  state: z.enum(['open', 'resolved']),
  startedAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  /** Names of affected services that the page shows anyway. */
  services: z.array(z.string()),
  notes: z.array(z.object({ at: z.iso.datetime(), text: z.string() })),
})
export type PublicIncident = z.infer<typeof PublicIncident>

/** Nothing here that the admin did not choose: no id of a monitor, no address, no error, no person. */
export const GetPublicStatus = query('status.public', {
  summary: 'The public status page: chosen groups, published incidents, planned maintenance.',
  input: {},
  result: z.object({
    title: z.string(),
    description: z.string().nullable(),
    status: PublicState,
    at: z.iso.datetime(),
    groups: z.array(
      z.object({
        name: z.string(),
        status: PublicState,
        services: z.array(
          z.object({
            name: z.string(),
            status: PublicState,
            since: z.iso.datetime().nullable(),
            /** Of the last 90 days. */
            uptimePercentage: z.number().nullable(),
            /** Only where the page shows response times. */
            responseTimeMs: z.number().nullable(),
            /** Share of good checks by day (UTC), oldest first, at most 90; null for a day without checks. */
            days: z.array(z.object({ day: z.iso.date(), uptimePercentage: z.number().nullable() })),
          }),
        ),
      }),
    ),
    /** Null while the part that keeps them does not answer. */
    incidents: z.array(PublicIncident).nullable(),
    maintenance: z.array(
      z.object({
        title: z.string(),
        note: z.string().nullable(),
        startsAt: z.iso.datetime(),
        endsAt: z.iso.datetime().nullable(),
      }),
    ),
  }),
  refusals: ['NOT_FOUND'],
})

/** For the badge of one service of the public page, by name. */
export const GetPublicService = query('status.public-service', {
  summary: 'State and uptime of one service of the public page.',
  input: { name: z.string().max(80) },
  result: z.object({ name: z.string(), status: PublicState, uptimePercentage: z.number().nullable() }),
  refusals: ['NOT_FOUND'],
})

/** Within the portal: what the page may show of incidents. */
export const ListPublicIncidents = query('alerts.public-incidents', {
  summary: 'Incidents that an admin published, of the last 90 days, newest first.',
  /** Ids of services that the page shows; names of others stay out. */
  input: { services: z.array(z.uuid()).max(2000) },
  result: z.object({ items: z.array(PublicIncident) }),
})
