import { batch, computed, signal, type Signal } from '@preact/signals'
import type { Service, ServiceState } from '../../contracts/status.ts'
import { api } from '../api.ts'
import { now } from './clock.ts'
import { hear, type LiveMessage } from './live.ts'
import { overdueMs } from './overdue.ts'

/** Every tile is a signal of its own, so that a check draws one tile and not five hundred. */
const tiles = new Map<string, Signal<Service>>()

/** Steps when something changes that more than one tile shows: who is there, in which group, in which state. */
const outline = signal(0)
const known = signal(false)

/** Tiles that were live before the first answer came. */
const early = new Map<string, Service>()

/** Why there is no board, when there is none. */
export const boardTrouble = signal<unknown>(undefined)

/** All services as of the last step of the clock or change of the outline; undefined until the first answer. */
export const services = computed<readonly Service[] | undefined>(() => {
  void [outline.value, now.value]
  return known.value ? [...tiles.values()].map((tile) => tile.peek()) : undefined
})

/** How far this device's clock is ahead of the portal's, as far as checks tell that were heard of at once. */
const ahead = signal<number | undefined>(undefined)

/** The time by the portal's clock, in steps. */
export const portalNow = computed(() => now.value - (ahead.value ?? 0))

/** How long ago it was checked, once that is too long for its interval. */
export const overdueFor = (service: Service): number | undefined => overdueMs(service, portalNow.value)

/** The state as far as it is known now; what a silent source said last is shown as that. */
export const stateNow = (service: Service): ServiceState =>
  overdueFor(service) === undefined || service.lastKnownAt ? service.status : 'unknown'

/** Offline or degraded by itself and now: not because of another one, nor in maintenance, nor as it was last known. */
export const needsSomebody = (service: Service, status: ServiceState): boolean =>
  (status === 'offline' || status === 'degraded') && !service.becauseOf && !service.maintenance && !service.lastKnownAt

/** Those that need somebody. */
export const troubled = computed(
  () => services.value?.filter((service) => needsSomebody(service, stateNow(service))) ?? [],
)

export function serviceOf(id: string): Service | undefined {
  const tile = tiles.get(id)
  if (!tile) void outline.value
  return tile?.value
}

/** Fetches the whole board. */
export async function loadBoard(): Promise<void> {
  try {
    const { services } = await api.board()
    batch(() => {
      const there = new Set(services.map(({ id }) => id))
      for (const id of tiles.keys()) if (!there.has(id)) tiles.delete(id)
      // what arrived live while the answer was under way may be newer than the answer
      for (const service of services) place(newer(known.peek() ? undefined : early.get(service.id), service))
      early.clear()
      known.value = true
      outline.value++
      boardTrouble.value = undefined
    })
  } catch (error) {
    boardTrouble.value = error
  }
}

const newer = (held: Service | undefined, seen: Service): Service => (held && held.version > seen.version ? held : seen)

const outlineOf = ({ name, group, status, becauseOf, maintenance, lastKnownAt }: Service): string =>
  JSON.stringify([name, group, status, becauseOf, maintenance, lastKnownAt])

function place(service: Service): void {
  const tile = tiles.get(service.id)
  if (!tile) {
    tiles.set(service.id, signal(service))
    outline.value++
    return
  }
  const held = tile.peek()
  if (newer(held, service) !== service) return
  tile.value = service
  if (outlineOf(held) !== outlineOf(service)) outline.value++
}

function put(service: Service): void {
  if (known.peek()) batch(() => place(service))
  else early.set(service.id, service)
}

function drop(id: string): void {
  if (tiles.delete(id)) outline.value++
}

type Changed = Pick<Service, 'status' | 'error' | 'version'> &
  Partial<Pick<Service, 'becauseOf' | 'responseTimeMs'>> & { monitorId: string; at: string }

/** The tile with the same version comes on its own and knows more. */
function onChanged({ type, data }: LiveMessage): void {
  const { monitorId, status, responseTimeMs, error, at, version, becauseOf } = data as Changed
  const held = tiles.get(monitorId)?.peek()
  if (!held || held.version >= version) return
  const since = type === 'status.cause-changed' ? held.since : at
  const response = responseTimeMs === undefined ? held.responseTimeMs : responseTimeMs
  put({ ...held, status, error, since, version, becauseOf: becauseOf ?? null, responseTimeMs: response })
}

function onChecked({ data }: LiveMessage): void {
  const { service } = data as { service: Service }
  if (service.lastCheckAt) {
    const age = Date.now() - Date.parse(service.lastCheckAt)
    ahead.value = Math.min(ahead.peek() ?? Infinity, age)
  }
  put(service)
}

/** What changes tiles without a check. */
const CHANGES_MANY = [
  'reset',
  'status.maintenance-began',
  'status.maintenance-ended',
  'status.source-lost',
  'status.source-found',
] as const

/** Keeps the board current from the live feed; answers with the way to stop. */
export function followBoard(): () => void {
  const stops = [
    hear(['status.checked'], onChecked),
    hear(['status.changed', 'status.cause-changed'], onChanged),
    hear(['status.monitor-removed'], ({ data }) => drop((data as { monitorId: string }).monitorId)),
    hear(CHANGES_MANY, () => void loadBoard()),
  ]
  return () => {
    for (const stop of stops) stop()
    tiles.clear()
    known.value = false
  }
}
