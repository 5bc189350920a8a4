import type { Asks } from '../arr/connected.ts'
import { arrOf } from '../arr/connected.ts'
import { clientsOf } from '../clients/connected.ts'
import type { RequestRow } from '../tables.ts'
import { type Look, lookAt, type OpenRow, type Service } from './look.ts'
import { isUntold } from './untold.ts'

const SERVICES = { movie: 'radarr', tv: 'sonarr', music: 'lidarr' } as const satisfies Record<string, Service>
export const TITLES: Record<Service, string> = { radarr: 'Radarr', sonarr: 'Sonarr', lidarr: 'Lidarr' }
export const ALL_SERVICES = Object.values(SERVICES)

export const serviceOf = ({ media_type: type }: Pick<RequestRow, 'media_type'>): Service => SERVICES[type]

export type Upstream = NonNullable<Parameters<typeof lookAt>[0]['known']>

interface Around {
  rows: readonly OpenRow[]
  upstream: readonly Upstream[]
  /** Between two looks at everything. */
  closely: boolean
  now: Date
  signal: AbortSignal
}

/** Looks once at each service that has to do with any of these requests; what is not connected is left out. */
export async function lookAround(ctx: Asks, { rows, upstream, closely, now, signal }: Around): Promise<Look[]> {
  let asked: ReturnType<typeof clientsOf> | undefined
  const clients = () => (asked ??= clientsOf(ctx))
  const looks = ALL_SERVICES.map(async (service) => {
    // the second version of a title is another server's, which nobody connects here
    const own = rows.filter((row) => serviceOf(row) === service && !row.is4k)
    const onTheirWay = own.filter((row) => ['processing', 'partial'].includes(row.status) || isUntold(row, now))
    const stuck = own.filter(({ status }) => status === 'failed')
    if (onTheirWay.length === 0 && stuck.length === 0) return null
    const arr = await arrOf(ctx, service)
    const known = upstream.find(({ name }) => name === service)
    return arr && (await lookAt({ arr, rows: onTheirWay, stuck, known, clients, closely, now, signal }))
  })
  return (await Promise.all(looks)).filter((one) => one !== null)
}
