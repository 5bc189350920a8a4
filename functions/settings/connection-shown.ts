import type { ServiceConnection, ServiceName } from '../../contracts/services.ts'
import { CATALOGUE, takenBy } from './catalogue.ts'
import { CREDENTIALS } from './credentials.ts'
import { connected, type ServiceRow } from './rows.ts'

/** A service as an admin sees it: of its credentials only which are stored. */
export function toConnection(
  name: ServiceName,
  row: ServiceRow | undefined,
  names: ReadonlyMap<string, string>,
): ServiceConnection {
  const { title, doesWithout, defaultPort, hint } = CATALOGUE[name]
  const service = connected(row)
  const needs = doesWithout?.(service?.config ?? {}) ? [] : CATALOGUE[name].needs
  const accepts = takenBy(name).filter((credential) => !needs.includes(credential))
  return {
    name,
    title,
    url: service?.url ?? null,
    enabled: service?.enabled ?? false,
    needs: [...needs],
    ...(accepts.length > 0 ? { accepts } : {}),
    stored: CREDENTIALS.filter((credential) => service?.sealed[credential] !== undefined),
    config: service?.config ?? {},
    defaultPort,
    hint,
    updatedAt: row?.updated_at.toISOString() ?? null,
    updatedBy: row ? (names.get(row.updated_by) ?? row.updated_by) : null,
  }
}
