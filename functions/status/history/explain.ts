import type { Kysely } from 'kysely'
import { ExplainService, type Step } from '../../../contracts/history.ts'
import { MaintenanceBegan } from '../../../contracts/maintenance.ts'
import { StatusChanged } from '../../../contracts/status.ts'
import { defineFunction } from '../../../bus/index.ts'
import { status, type StatusTables } from '../domain.ts'
import { chainOf, type Link } from './chain.ts'
import { checksOf } from './checks-of.ts'
import { findService } from './find-service.ts'
import { causesSince, influencesBefore } from './influences-before.ts'
import { pastMoment } from './moments.ts'
import { stoodAt } from './standing-at.ts'
import { type Window, windowsAt } from './windows-at.ts'

type Db = Kysely<StatusTables>

export default defineFunction({
  name: 'status.explain',
  summary: 'Tells what led to the state of a service: what was changed before, the checks, the change, and its cause.',
  domain: status,
  answers: ExplainService,
  async run({ service, at: asked }, ctx) {
    const at = pastMoment(asked, ctx.now())
    if (typeof at === 'string') return ctx.refuse('INVALID', at)
    const row = await findService(ctx.db, service)
    if (!row) return ctx.refuse('NOT_FOUND')
    const [stood] = await stoodAt(ctx.db, at, row.id)
    // a cause may change while the state stays: the row knows the one of now
    const because = asked === undefined ? row.because_of : (stood?.stood_because_of ?? null)
    const links = await chainOf(ctx.db, row, at, because)
    const steps = await stepsOf(ctx.db, links, at)
    const root = links.at(-1)
    const removed = because !== null && links.length === 1
    return {
      service: { id: row.id, name: row.name },
      at: at.toISOString(),
      status: stood?.stood ?? 'unknown',
      since: stood?.stood_since?.toISOString() ?? null,
      becauseOf: removed
        ? { id: because, name: row.because_of_name ?? stood?.stood_because_of_name ?? '' }
        : root && links.length > 1
          ? { id: root.id, name: root.name }
          : null,
      steps: ctx.meta.role === 'user' ? steps.map(forMembers) : steps,
    }
  },
})

/** In the order in which it happened; of what happened at once, a check comes before the change that it led to. */
async function stepsOf(db: Db, links: readonly Link[], at: Date): Promise<Step[]> {
  const [own] = links
  const [windows, causes, checks] = await Promise.all([
    windowsAt(db, at),
    own?.transition ? causesSince(db, own, own.transition.at, at) : [],
    Promise.all(
      links.map(async (link) =>
        link.transition ? checksOf(db, link, link.transition.status, link.transition.at, at) : [],
      ),
    ),
  ])
  const changes = links.flatMap((link, i) => (link.transition ? [toStep(link.transition, i > 0)] : []))
  const told = [...checks.flat(), ...changes]
  const first = earliest(told.filter((step) => step.kind !== 'check' || step.status === stateOf(links, step))) ?? at
  const last = new Date(Math.max(...changes.map((step) => Date.parse(step.at)), first.getTime()))
  const before = await influencesBefore(db, links, first, last)
  const open = windows.filter(({ monitorIds }) => links.some(({ id }) => monitorIds.includes(id)))
  return [...before, ...open.map(ofWindow), ...told, ...causes].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

const earliest = (steps: readonly Step[]): Date | undefined =>
  steps.length === 0 ? undefined : new Date(Math.min(...steps.map(({ at }) => Date.parse(at))))

/** The state that the service of a step is in. */
const stateOf = (links: readonly Link[], step: Step) =>
  links.find(({ id }) => id === step.serviceId)?.transition?.status

const toStep = (row: NonNullable<Link['transition']>, isCause: boolean): Step => ({
  at: row.at.toISOString(),
  kind: isCause ? 'cause' : 'transition',
  entryId: row.id,
  type: StatusChanged.type,
  actor: null,
  serviceId: row.monitor_id,
  name: row.name,
  status: row.status,
  error: row.error,
  data: {
    from: row.from_status,
    change: row.change,
    responseTimeMs: row.response_time_ms,
    becauseOf: row.because_of === null ? null : { id: row.because_of, name: row.because_of_name },
    inMaintenance: row.maintenance_id !== null,
  },
})

const ofWindow = ({ id, at, actor, maintenanceId, title, until }: Window): Step => ({
  at: at.toISOString(),
  kind: 'maintenance',
  entryId: id,
  type: MaintenanceBegan.type,
  actor,
  serviceId: null,
  name: null,
  status: null,
  error: null,
  data: { maintenanceId, title, until },
})

/** What was set, and by whom, is for admins; that something was set, and what it is called, is for all. */
function forMembers(step: Step): Step {
  if (step.kind === 'settings') {
    const changes = (step.data['changes'] ?? []) as { path: string }[]
    return { ...step, actor: null, data: { changes: changes.map(({ path }) => ({ path })) } }
  }
  return step.kind === 'monitor' ? { ...step, actor: null, data: {} } : { ...step, actor: null }
}
