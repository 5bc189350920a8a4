import { connect } from '@nats-io/transport-node'
import { Client } from 'pg'
import { expect, test } from 'vitest'
import { freshDatabase, natsUrl, until } from './fresh.ts'

test('each test gets an empty database of its own', async () => {
  const [one, other] = await Promise.all([freshDatabase(), freshDatabase()])
  expect(one).not.toBe(other)
  const client = new Client({ connectionString: one })
  await client.connect()
  const { rows } = await client.query("SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'")
  await client.end()
  expect(rows).toEqual([{ tables: 0 }])
})

test('the NATS server of the run lets nobody in without its password', async () => {
  const { host, username, password } = new URL(natsUrl())
  const open = await connect({ servers: host, ...(username === '' ? {} : { user: username, pass: password }) })
  expect(open.info?.jetstream).toBe(true)
  await open.close()
  // a server that was given by address may be open
  if (username === '') return
  await expect(connect({ servers: host, reconnect: false })).rejects.toThrow(/authorization/i)
})

test('until says what it waited for', async () => {
  await expect(until(() => false, { timeoutMs: 30, what: 'the moon' })).rejects.toThrow('the moon')
})
