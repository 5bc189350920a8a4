import { computed, signal } from '@preact/signals'
import type { Service, ServiceState } from '../../contracts/status.ts'
import { api } from '../api.ts'
import { now } from './clock.ts'
import { hear, type LiveMessage } from './live.ts'

/** Five minutes is the longest gap that many set, and a check may take its time. */
const OVERDUE_MS = 6 * 60_000

/** Tiles by monitor id; undefined until the first answer. */
const tiles = signal<ReadonlyMap<string, Service> | undefined>(undefined)

/** Tiles that were live before the first answer came. */
const early = new Map<string, Service>()

/** Why there is no board, when there is none. */
export const boardTrouble = signal<unknown>(undefined)

export const services = computed(() => tiles.value && [...tiles.value.values()])

/** When a check was last heard of, by this device's own clock. */
const heardAt = signal(0)

/** The shortest time between two checks of one service, as far as this page has seen any. */
const usualGap = signal(Infinity)

/** The latest check of all; undefined before the first one. */
const lastCheck = computed(() => {
  const times = services.value?.flatMap(({ lastCheckAt }) => (lastCheckAt ? [Date.parse(lastCheckAt)] : [])) ?? []
  return times.length > 0 ? Math.max(...times, heardAt.value) : undefined
})

/**
 * How long nothing at all has been checked, in milliseconds, once that is too long: nobody checks any more, and no
 * state is known. A single service may be checked only once a day, so it is not judged by its own last check.
 */
export const overdueFor = computed(() => {
  const past = lastCheck.value === undefined ? 0 : now.value - lastCheck.value
  const patience = Math.max(OVERDUE_MS, Number.isFinite(usualGap.value) ? 3 * usualGap.value : 0)
  return past > patience ? past : undefined
})

/** The state as far as it is known now. */
export const stateNow = ({ status }: Pick<Service, 'status'>): ServiceState =>
  overdueFor.value === undefined ? status : 'unknown'

/** How many need somebody: offline or degraded. */
export const troubled = computed(() => services.value?.filter((s) => isTrouble(stateNow(s))) ?? [])

export const isTrouble = (status: ServiceState): boolean => status === 'offline' || status === 'degraded'

export const serviceOf = (id: string): Service | undefined => tiles.value?.get(id)

/** Fetches the whole board. */
export async function loadBoard(): Promise<void> {
  try {
    const { services } = await api.board()
    // what arrived live while the answer was under way may be newer than the answer
    tiles.value = new Map(
      services.map((service) => [service.id, newer((tiles.value ?? early).get(service.id), service)]),
    )
    early.clear()
    boardTrouble.value = undefined
  } catch (error) {
    boardTrouble.value = error
  }
}

const newer = (held: Service | undefined, seen: Service): Service => (held && held.version > seen.version ? held : seen)

function put(service: Service): void {
  if (!tiles.value) return void early.set(service.id, service)
  if (newer(tiles.value.get(service.id), service) !== service) return
  tiles.value = new Map(tiles.value).set(service.id, service)
}

function drop(id: string): void {
  if (!tiles.value?.has(id)) return
  tiles.value = new Map([...tiles.value].filter(([held]) => held !== id))
}

interface Changed {
  monitorId: string
  status: ServiceState
  responseTimeMs: number | null
  error: string | null
  at: string
  version: number
}

function onChanged({ data }: LiveMessage): void {
  const { monitorId, status, responseTimeMs, error, at, version } = data as Changed
  const held = tiles.value?.get(monitorId)
  // the tile with the same version comes on its own and knows more
  if (held && held.version < version) put({ ...held, status, responseTimeMs, error, since: at, version })
}

/** Keeps the board current from the live feed; answers with the way to stop. */
export function followBoard(): () => void {
  const stops = [
    hear(['status.checked'], ({ data }) => {
      heardAt.value = Date.now()
      const { service } = data as { service: Service }
      const gap = Date.parse(service.lastCheckAt ?? '') - Date.parse(serviceOf(service.id)?.lastCheckAt ?? '')
      if (gap > 0) usualGap.value = Math.min(usualGap.value, gap)
      put(service)
    }),
    hear(['status.changed'], onChanged),
    hear(['status.monitor-removed'], ({ data }) => drop((data as { monitorId: string }).monitorId)),
    hear(['reset'], () => void loadBoard()),
  ]
  return () => {
    for (const stop of stops) stop()
    tiles.value = undefined
  }
}
