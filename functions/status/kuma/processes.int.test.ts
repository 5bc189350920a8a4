import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HostedFunctions } from '../../../bus/start.ts'
import { until } from '../../../infra/test/fresh.ts'
import { type KumaRig, startKumaRig, tileAs } from './kuma-rig.test.ts'

let at: KumaRig
let other: HostedFunctions
beforeEach(async () => {
  at = await startKumaRig({ username: 'ada', password: 'the-password' })
  other = await at.another()
})
afterEach(() => at.stop())

const holder = async (): Promise<string | undefined> =>
  (await at.pool.query<{ holder: string }>('select holder from status.source where held_until > now()')).rows[0]?.holder

const changes = () => at.events('status.changed').filter(({ name }) => name === 'Films')

test('of two processes one follows, and when it ends the other one does; no beat counts twice', async () => {
  const { kuma } = at.kuma
  await at.connect({ username: 'ada', password: 'the-password' })
  await tileAs(at, 'Films', ({ status }) => status === 'online')
  const first = await until(holder)
  for (let i = 0; i < 6; i += 1) await at.slot()
  expect(await holder()).toBe(first)
  expect(kuma.signIns.password).toBe(1)

  kuma.beat(1, { status: 0 })
  await tileAs(at, 'Films', ({ status }) => status === 'offline')
  // whichever it is: a new one beside the one that is left
  await at.restart(() => other.stop())
  await at.slot()
  await until(async () => {
    const now = await holder()
    return now !== undefined && now !== first
  })
  kuma.beat(1, { status: 1 })
  await tileAs(at, 'Films', ({ status }) => status === 'online')
  const { rows } = await at.pool.query(
    `select at from status.check_result join status.monitor on id = monitor_id where name = 'Films'`,
  )
  expect(rows).toHaveLength(3)
  await until(() => changes().length === 3)
})

test('a follower whose lease was taken stops, and takes it back when it is free', async () => {
  const { kuma } = at.kuma
  await other.stop()
  await at.connect({ username: 'ada', password: 'the-password' })
  await tileAs(at, 'Films', ({ status }) => status === 'online')
  await at.pool.query(`update status.source set holder = gen_random_uuid(), held_until = now() + interval '1 hour'`)
  kuma.beat(1, { status: 0 })
  await at.slot()
  await at.pool.query(`update status.source set held_until = now()`)
  await at.slot()
  await tileAs(at, 'Films', ({ status }) => status === 'offline')
  kuma.beat(1, { status: 1 })
  await tileAs(at, 'Films', ({ status }) => status === 'online')
  await until(() => changes().length === 3)
})
