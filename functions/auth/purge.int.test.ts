import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { onClient } from '../../bus/pg/kysely.ts'
import type { AuthTables } from './domain.ts'
import { type Household, startHousehold } from './household.test.rig.ts'
import purge from './purge.ts'

let house: Household
beforeAll(async () => {
  house = await startHousehold()
})
afterAll(() => house.stop())

it('forgets what is over, and neither live sessions nor browsers that may come back', async () => {
  const anna = await house.person()
  const client = await house.pool.connect()
  await client.query('set search_path to auth')
  const make = async (sql: string, name: string, values: unknown[] = []): Promise<void> => {
    await client.query(sql, [name, ...values])
  }
  const device = async (name: string, seen: string, revoked: string | null) => {
    const id = randomUUID()
    await make(
      `insert into device (name, id, account_id, remembered, last_seen_at, revoked_at)
       values ($1, $2, $3, true, now() - $4::interval, now() - $5::interval)`,
      name,
      [id, anna.id, seen, revoked],
    )
    return id
  }
  const live = await device('live', '1 hour', null)
  await device('known', '80 days', null)
  await device('long gone', '91 days', null)
  const out = await device('out', '2 days', '2 days')
  await device('just out', '2 hours', '2 hours')
  const session = (id: string, ends: string, revoked: string | null) =>
    client.query(
      `insert into session (id, account_id, device_id, ends_at, revoked_at)
       values (gen_random_uuid(), $1, $2, now() + $3::interval, now() - $4::interval)`,
      [anna.id, id, ends, revoked],
    )
  await session(live, '1 hour', null)
  await session(live, '-2 days', null)
  await session(out, '1 hour', '2 days')
  for (const [hash, ends] of [
    ['token live', '1 day'],
    ['token over', '-2 days'],
  ])
    await make(`insert into remember_token (hash, device_id, ends_at) values ($1, $2, now() + $3::interval)`, hash!, [
      live,
      ends,
    ])
  for (const [hash, ends] of [
    ['challenge live', '5 minutes'],
    ['challenge over', '-2 days'],
  ])
    await make(
      `insert into challenge (hash, account_id, how, remember, ends_at) values ($1, $2, 'password', false, now() + $3::interval)`,
      hash!,
      [anna.id, ends],
    )
  for (const [key, ago] of [
    ['address:live', '1 hour'],
    ['address:over', '2 days'],
  ])
    await make(
      `insert into failed_sign_in (key, failures, attempts, attempts_since, last_at) values ($1, 1, 1, now(), now() - $2::interval)`,
      key!,
      [ago],
    )
  for (const [note, ends] of [
    ['invitation expired', '-80 days'],
    ['invitation forgotten', '-91 days'],
  ])
    await make(
      `insert into invitation (note, id, code_hash, role, ends_at) values ($1, gen_random_uuid(), $1, 'user', now() + $2::interval)`,
      note!,
      [ends],
    )
  const write = (work: (tx: unknown) => Promise<void>) => work(onClient<AuthTables>(client))
  await (purge.run as (slot: unknown, ctx: unknown) => Promise<void>)({ at: new Date() }, { write })
  const { rows } = await client.query<{ name: string }>(
    `select name from device union all select hash from remember_token union all select hash from challenge
     union all select key from failed_sign_in union all select note from invitation
     union all select 'session' from session`,
  )
  client.release(true)
  expect(rows.map((row) => row.name).sort()).toEqual([
    'address:live',
    'challenge live',
    'invitation expired',
    'just out',
    'known',
    'live',
    'session',
    'token live',
  ])
})
