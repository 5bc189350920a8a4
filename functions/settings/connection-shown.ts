import type { ServiceConnection, ServiceName } from '../../contracts/services.ts'
import { CATALOGUE } from './catalogue.ts'
import { CREDENTIALS } from './credentials.ts'
import { connected, type ServiceRow } from './rows.ts'

/** A service as an admin sees it: of its credentials only which are stored. */
export function toConnection(
  name: ServiceName,
  row: ServiceRow | undefined,
  names: ReadonlyMap<string, string>,
): ServiceConnection {
  const { title, needs, instead, defaultPort, hint } = CATALOGUE[name]
  const service = connected(row)
  return {
    name,
    title,
    url: service?.url ?? null,
    enabled: service?.enabled ?? false,
    needs: [...needs],
    ...(instead ? { accepts: instead.flat() } : {}),
    stored: CREDENTIALS.filter((credential) => service?.sealed[credential] !== undefined),
    config: service?.config ?? {},
    defaultPort,
    hint,
    updatedAt: row?.updated_at.toISOString() ?? null,
    updatedBy: row ? (names.get(row.updated_by) ?? row.updated_by) : null,
  }
}
