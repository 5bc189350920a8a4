import type { EventContract, DataOf } from '../../../contracts/define.ts'
import type { Step } from '../../../contracts/history.ts'
import {
  MaintenanceBegan,
  MaintenanceCancelled,
  MaintenanceEnded,
  MaintenancePlanned,
} from '../../../contracts/maintenance.ts'
import { ServiceConfigured, ServiceDisconnected } from '../../../contracts/services.ts'
import { SettingsChanged } from '../../../contracts/settings.ts'
import { CauseChanged, MonitorAdded, MonitorUpdated } from '../../../contracts/status.ts'

/** What an event may explain: a monitor, a connected service, or, without either, anything in the house. */
export interface Influence {
  monitorId?: string
  service?: string
  /** When it happened, where the event says that itself. */
  at?: string
  /** What an admin is shown of it; never a secret. */
  data: Record<string, unknown>
}

interface Row {
  type: string
  kind: Step['kind']
  /** Null for what the contract does not know. */
  read(data: Record<string, unknown>): Influence | null
}

function row<C extends EventContract>(contract: C, kind: Step['kind'], read: (data: DataOf<C>) => Influence): Row {
  return {
    type: contract.type,
    kind,
    read(data) {
      const known = contract.schema.safeParse(data)
      return known.success ? read(known.data as DataOf<C>) : null
    },
  }
}

/** An address without what may be a password in it: name, path and query. */
const placeOf = (target: string): string => (URL.canParse(target) ? new URL(target).origin : target)

const MOST_CHANGES = 50
const LONGEST = 200
const short = (value: unknown): unknown => (JSON.stringify(value ?? null).length > LONGEST ? '…' : value)

/** Changes of one connected service are about that; of anything else, about the house. */
function ofSettings({ changes }: DataOf<typeof SettingsChanged>): Influence {
  const services = new Set(changes.map(({ path }) => /^services\.([^.]+)\./.exec(path)?.[1]))
  const [only] = services
  return {
    ...(services.size === 1 && only !== undefined ? { service: only } : {}),
    data: {
      changes: changes.slice(0, MOST_CHANGES).map(({ path, from, to }) => ({ path, from: short(from), to: short(to) })),
    },
  }
}

const ofMonitor = (d: DataOf<typeof MonitorAdded>): Influence => ({
  monitorId: d.monitorId,
  data: { kind: d.kind, target: placeOf(d.target), group: d.group },
})

/** What may explain a state. One more is one more row. */
const INFLUENCES: readonly Row[] = [
  row(SettingsChanged, 'settings', ofSettings),
  row(ServiceConfigured, 'settings', ({ service, title, url, enabled }) => ({
    service,
    data: { title, url: placeOf(url), enabled },
  })),
  row(ServiceDisconnected, 'settings', ({ service, title }) => ({ service, data: { title } })),
  row(MonitorAdded, 'monitor', ofMonitor),
  row(MonitorUpdated, 'monitor', ofMonitor),
  row(CauseChanged, 'cause', ({ monitorId, at, becauseOf }) => ({ monitorId, at, data: { becauseOf } })),
  row(MaintenancePlanned, 'maintenance', ({ maintenanceId, title, startsAt, cron }) => ({
    data: { maintenanceId, title, startsAt, cron },
  })),
  row(MaintenanceCancelled, 'maintenance', ({ maintenanceId, title }) => ({ data: { maintenanceId, title } })),
  row(MaintenanceBegan, 'maintenance', ({ maintenanceId, title, at, until, monitorIds }) => ({
    at,
    data: { maintenanceId, title, until, monitorIds },
  })),
  row(MaintenanceEnded, 'maintenance', ({ maintenanceId, title, at, monitorIds }) => ({
    at,
    data: { maintenanceId, title, monitorIds },
  })),
]

const byType = new Map(INFLUENCES.map((one) => [one.type, one]))

/** What an event of this type says to a change of state; null where it says nothing. */
export const readInfluence = (type: string, data: Record<string, unknown>): Influence | null =>
  byType.get(type)?.read(data) ?? null

export const kindOf = (type: string): Step['kind'] => byType.get(type)?.kind ?? 'settings'
