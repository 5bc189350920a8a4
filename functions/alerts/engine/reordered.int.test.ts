import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CauseChanged, type ServiceState, StatusChanged } from '../../../contracts/status.ts'
import type { InputOf } from '../../../contracts/define.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type AlertHouse, startAlertHouse, type TestService } from './house-rig.test.ts'
import passTime from './pass-time.ts'

let house: AlertHouse
beforeAll(async () => {
  // nothing fires because it is due: there is no board to ask
  house = await startAlertHouse([passTime])
})
beforeEach(async () => {
  await house.hosts.pool.query('delete from alerts.rule; delete from alerts.standing')
})
afterAll(() => house.stop())

const SERVICES = 8
const CHANGES = 10
const START = Date.now() - 86_400_000
const STATES: readonly ServiceState[] = ['online', 'offline', 'degraded']

/** The same numbers for the same seed. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

type Said =
  | { what: 'status'; data: InputOf<typeof StatusChanged> }
  | { what: 'cause'; data: InputOf<typeof CauseChanged> }

/** A rule counts to this; what is told in a story comes either much sooner after the one before, or much later. */
const FOR_SECONDS = 120
const ROUTER = { id: randomUUID(), name: 'Router' }

/** What happens to one service, well in the end: changes of state, and in some failures a cause that comes and goes. */
function storyOf(service: TestService, chance: () => number): Said[] {
  let time = START
  let state: ServiceState = 'unknown'
  const next = (soon: boolean): Date =>
    new Date((time += soon ? 5000 + Math.floor(chance() * 60_000) : 180_000 + Math.floor(chance() * 3_600_000)))
  return Array.from({ length: CHANGES }, (_, n): Said[] => {
    const others = STATES.filter((one) => one !== state)
    state = n === CHANGES - 1 ? 'online' : others[Math.floor(chance() * others.length)]!
    const data = service.change(state, next(false), {
      becauseOf: state === 'offline' && chance() < 0.2 ? ROUTER : null,
    })
    const causes = state === 'offline' ? Math.floor(chance() * 4) : 0
    let because = data.becauseOf ?? null
    return [
      { what: 'status', data },
      ...Array.from({ length: causes }, (): Said => {
        because = because ? null : ROUTER
        return { what: 'cause', data: service.cause(because, next(chance() < 0.6)) }
      }),
    ]
  }).flat()
}

/** What the story makes of it: a failure that stood for itself for long enough is one, raised or reopened, and its end. */
function expected(story: readonly Said[]): string[] {
  let since: number | null = null
  let raised = false
  let endedAt: number | null = null
  const turns: string[] = []
  for (const { data } of story) {
    const at = Date.parse(data.at)
    const due = since === null ? Infinity : since + FOR_SECONDS * 1000
    if (!raised && due <= at) {
      turns.push(endedAt !== null && due - endedAt <= 15 * 60_000 ? 'reopened' : 'raised')
      raised = true
    }
    if (data.status !== 'offline') {
      if (raised) {
        turns.push('resolved')
        endedAt = at
      }
      raised = false
    }
    since = data.status === 'offline' && !data.becauseOf ? (since ?? at) : null
  }
  return turns
}

const send = ({ what, data }: Said): Promise<unknown> => {
  const { client, who } = house.rig
  return what === 'status'
    ? client.publishEvent(StatusChanged, data, who)
    : client.publishEvent(CauseChanged, data, who)
}

/** Waits until all that was told of these is in. */
async function heard(services: readonly TestService[], steps: readonly number[], what: string): Promise<void> {
  await until(
    async () => {
      const { rows } = await house.hosts.pool.query<{ id: string; step: number }>('select id, step from alerts.subject')
      const stepOf = new Map(rows.map(({ id, step }) => [id, step]))
      return services.every(({ id }, n) => stepOf.get(id) === steps[n])
    },
    { timeoutMs: 60_000, what },
  )
}

test('whatever comes twice or in another order, the alerts are those of the script', async () => {
  await house.rule({ name: 'Two minutes', condition: { state: 'offline', forSeconds: FOR_SECONDS } })
  const seed = Date.now() % 1_000_000
  const chance = random(seed)
  const services = await Promise.all(Array.from({ length: SERVICES }, (_, n) => house.service(`Service ${n}`)))
  const stories = services.map((service) => storyOf(service, chance))
  const twice = stories.flat().flatMap((said) => (chance() < 0.3 ? [said, said] : [said]))
  const shuffled = twice
    // near each other in time, as messages overtake
    .map((said, n) => ({ said, place: n + chance() * 12 }))
    .toSorted((a, b) => a.place - b.place)
  for (const { said } of shuffled) await send(said)
  const steps = stories.map((story) => story.length)
  await heard(services, steps, `all is heard, seed ${seed}`)
  await until(() => services.every((one, n) => house.turns(one.id).length >= expected(stories[n]!).length), {
    what: `all is told, seed ${seed}`,
  })
  expect(
    services.map((one) => house.turns(one.id)),
    `seed ${seed}`,
  ).toEqual(stories.map(expected))
}, 90_000)

test('a cause that overtakes its failure, or comes twice or after the recovery, excuses it all the same', async () => {
  await house.rule({ name: 'After a minute', condition: { state: 'offline', forSeconds: 60 } })
  const child = await house.service('Child')
  const other = await house.service('Other')
  const toldOf = (service: TestService): Record<'first' | 'offline' | 'cause' | 'back', Said> => ({
    first: { what: 'status', data: service.change('online', new Date(START)) },
    offline: { what: 'status', data: service.change('offline', new Date(START + 600_000)) },
    cause: { what: 'cause', data: service.cause(ROUTER, new Date(START + 610_000)) },
    back: { what: 'status', data: service.change('online', new Date(START + 1_200_000)) },
  })
  const early = toldOf(child)
  for (const one of ['cause', 'back', 'offline', 'cause', 'first'] as const) await send(early[one])
  const late = toldOf(other)
  for (const one of ['first', 'offline', 'back'] as const) await send(late[one])
  // all else of it is in, and its recovery is still held back
  await heard([child, other], [4, 2], 'all but what is late is heard')
  await send(late.cause)
  await heard([child, other], [4, 4], 'all is heard')
  expect([child, other].map(({ id }) => house.turns(id))).toEqual([[], []])
})
