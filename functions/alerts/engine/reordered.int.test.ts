import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { CauseChanged, type ServiceState, StatusChanged } from '../../../contracts/status.ts'
import type { InputOf } from '../../../contracts/define.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type AlertHouse, startAlertHouse, type TestService } from './house-rig.test.ts'

let house: AlertHouse
beforeAll(async () => {
  house = await startAlertHouse()
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

interface Said {
  status?: InputOf<typeof StatusChanged>
  cause?: InputOf<typeof CauseChanged>
}

/** What happens to one service: changes of state, and in some failures a cause that comes and goes. */
function storyOf(service: TestService, chance: () => number): Said[] {
  let time = START
  let state: ServiceState = 'unknown'
  const next = (): Date => new Date((time += 60_000 + Math.floor(chance() * 3_600_000)))
  return Array.from({ length: CHANGES }, (): Said => {
    const others = STATES.filter((one) => one !== state)
    state = others[Math.floor(chance() * others.length)]!
    return { status: service.change(state, next()) }
  })
}

/** What the record makes of it: each time offline is one, raised or reopened, and ended unless it is the last. */
const expected = (story: readonly Said[]): string[] => {
  let down = false
  let endedAt: number | null = null
  const turns: string[] = []
  for (const { status } of story) {
    const at = Date.parse(status!.at)
    if (status!.status === 'offline') {
      turns.push(endedAt !== null && at - endedAt <= 15 * 60_000 ? 'reopened' : 'raised')
      down = true
    } else if (down) {
      turns.push('resolved')
      endedAt = at
      down = false
    }
  }
  return turns
}

test('whatever comes twice or in another order, the alerts are those of the script', async () => {
  await house.rule({ name: 'At once' })
  const seed = Date.now() % 1_000_000
  const chance = random(seed)
  const services = await Promise.all(Array.from({ length: SERVICES }, (_, n) => house.service(`Service ${n}`)))
  const stories = services.map((service) => storyOf(service, chance))
  const twice = stories.flat().flatMap((said) => (chance() < 0.3 ? [said, said] : [said]))
  const shuffled = twice
    // near each other in time, as messages overtake
    .map((said, n) => ({ said, place: n + chance() * 12 }))
    .toSorted((a, b) => a.place - b.place)
  for (const { said } of shuffled) await house.rig.client.publishEvent(StatusChanged, said.status!, house.rig.who)
  await until(() => services.every((one, n) => house.turns(one.id).length >= expected(stories[n]!).length), {
    timeoutMs: 60_000,
    what: `all is told, seed ${seed}`,
  })
  expect(
    services.map((one) => house.turns(one.id)),
    `seed ${seed}`,
  ).toEqual(stories.map(expected))
})

test('a cause that overtakes its failure, or comes twice, excuses it all the same', async () => {
  await house.rule({ name: 'After a minute', condition: { state: 'offline', forSeconds: 60 } })
  const parent = await house.service('Parent')
  const child = await house.service('Child')
  await parent.becomes('online', new Date(START))
  const failed = child.change('online', new Date(START))
  const offline = child.change('offline', new Date(START + 600_000))
  const cause: InputOf<typeof CauseChanged> = {
    monitorId: child.id,
    name: child.name,
    version: 4,
    status: 'offline',
    becauseOf: { id: parent.id, name: parent.name },
    error: null,
    at: new Date(START + 610_000).toISOString(),
    group: null,
    change: 2,
  }
  const back = child.change('online', new Date(START + 1_200_000), { version: 9 })
  const { client, who } = house.rig
  await client.publishEvent(CauseChanged, cause, who)
  await client.publishEvent(StatusChanged, back, who)
  await client.publishEvent(StatusChanged, offline, who)
  await client.publishEvent(CauseChanged, cause, who)
  await client.publishEvent(StatusChanged, failed, who)
  await until(
    async () => {
      const { rows } = await house.hosts.pool.query<{ change: number }>(
        'select change from alerts.subject where id = $1',
        [child.id],
      )
      return rows[0]?.change === 3
    },
    { timeoutMs: 20_000 },
  )
  expect(house.turns(child.id).filter((turn) => turn === 'raised')).toEqual([])
})
