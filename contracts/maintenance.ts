import { z } from 'zod'
import { command, event, query } from './define.ts'
import { line } from './monitor.ts'

const fields = {
  title: line.min(1).max(120),
  note: z.string().trim().max(2000).nullable().optional(),
  /** A single window: both ends. */
  startsAt: z.iso.datetime({ offset: true }).nullable().optional(),
  endsAt: z.iso.datetime({ offset: true }).nullable().optional(),
  /** Or one that comes again: five fields, for example `0 3 * * 0` for Sundays at three, with a length and a zone. */
  cron: z.string().trim().max(120).nullable().optional(),
  durationMinutes: z.int().min(1).max(10_080).nullable().optional(),
  /** IANA name. Default UTC. */
  timezone: z.string().max(64).nullable().optional(),
  /** All services; else those of the groups and the named ones. */
  everything: z.boolean().optional(),
  groups: z.array(line.min(1).max(80)).max(50).optional(),
  monitorIds: z.array(z.uuid()).max(500).optional(),
}

export const Maintenance = z.object({
  id: z.uuid(),
  title: z.string(),
  note: z.string().nullable(),
  startsAt: z.iso.datetime().nullable(),
  endsAt: z.iso.datetime().nullable(),
  cron: z.string().nullable(),
  durationMinutes: z.int().nullable(),
  timezone: z.string().nullable(),
  everything: z.boolean(),
  groups: z.array(z.string()),
  monitorIds: z.array(z.uuid()),
  /** The window that is open now. */
  active: z.object({ since: z.iso.datetime(), until: z.iso.datetime().nullable() }).nullable(),
  /** Begin of the next window; null when there is none. */
  nextAt: z.iso.datetime().nullable(),
  updatedAt: z.iso.datetime(),
})
export type Maintenance = z.infer<typeof Maintenance>

export const ListMaintenance = query('status.maintenance', {
  summary: 'Maintenance windows: open ones first, then the next, then past ones.',
  input: { limit: z.coerce.number().int().min(1).max(200).default(50), cursor: z.string().max(200).optional() },
  result: z.object({ items: z.array(Maintenance), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const PlanMaintenance = command('status.plan-maintenance', {
  summary: 'Plans a maintenance window. One that begins now opens at once.',
  data: fields,
  key: (d) => d.title,
  result: Maintenance,
  refusals: ['INVALID'],
})

export const ChangeMaintenance = command('status.change-maintenance', {
  summary: 'Replaces a maintenance window.',
  data: { id: z.uuid(), ...fields },
  key: (d) => d.id,
  result: Maintenance,
  refusals: ['NOT_FOUND', 'INVALID'],
})

export const CancelMaintenance = command('status.cancel-maintenance', {
  summary: 'Removes a maintenance window and ends it if it is open.',
  data: { id: z.uuid() },
  key: (d) => d.id,
  result: z.object({ id: z.uuid() }),
  refusals: ['NOT_FOUND'],
})

const window = { maintenanceId: z.uuid(), title: z.string(), version: z.int() }

export const MaintenancePlanned = event('status.maintenance-planned', {
  summary: 'A maintenance window was planned or changed.',
  data: { ...window, startsAt: z.iso.datetime().nullable(), cron: z.string().nullable() },
  key: (d) => d.maintenanceId,
})
export const MaintenanceCancelled = event('status.maintenance-cancelled', {
  summary: 'A maintenance window was removed.',
  data: window,
  key: (d) => d.maintenanceId,
})
export const MaintenanceBegan = event('status.maintenance-began', {
  summary: 'A maintenance window opened: failures in it raise nothing. Told again when what it covers changes.',
  data: {
    ...window,
    at: z.iso.datetime(),
    until: z.iso.datetime().nullable(),
    /** All that it covers from now on. */
    monitorIds: z.array(z.uuid()),
  },
  audience: 'user',
  key: (d) => d.maintenanceId,
})
export const MaintenanceEnded = event('status.maintenance-ended', {
  summary: 'A maintenance window closed.',
  data: { ...window, at: z.iso.datetime(), monitorIds: z.array(z.uuid()) },
  audience: 'user',
  key: (d) => d.maintenanceId,
})
