import type { ChildProcess } from 'node:child_process'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { placeOf, spawnWorker } from '../../infra/test/worker.ts'
import { deadLettersOf } from './stored.ts'
import { Made } from './things.ts'

describe('a message that kills its process', () => {
  let rig: Rig
  let worker: ChildProcess
  let deaths = 0
  let over = false
  const innocent = [1, 2, 3, 4, 5, 6, 7]
  beforeAll(async () => {
    rig = await startRig()
    const begin = (): void => {
      worker = spawnWorker('deadly-worker.ts', placeOf(rig)).on('exit', (_code, signal) => {
        if (signal === 'SIGKILL') deaths++
        if (!over) begin()
      })
    }
    begin()
  })
  afterAll(async () => {
    over = true
    worker.kill('SIGKILL')
    await rig.stop()
  })

  it('ends in the dead letters after its attempts, and what stood beside it is done all the same', async () => {
    await Promise.all([666, ...innocent].map((n) => rig.client.publishEvent(Made, { n }, rig.who)))
    const [letter] = await until(
      async () => {
        const letters = await deadLettersOf(rig)
        return letters.length > 0 && letters
      },
      { timeoutMs: 50_000, everyMs: 200 },
    )
    expect(letter).toMatchObject({ function: 'things.see', message: { body: '{"n":666}' } })
    expect(letter!.error.message).toMatch(/died on it/)
    // the first death could not be counted: nothing is written down when a message is taken for the first time
    expect(deaths).toBe(3)
    const client = new Client({ connectionString: rig.databaseUrl })
    await client.connect()
    const seen = async () => (await client.query<{ n: number }>('select n from things.seen order by n')).rows
    await until(async () => (await seen()).length === innocent.length, { timeoutMs: 10_000 })
    expect(await seen()).toEqual(innocent.map((n) => ({ n })))
    expect(await deadLettersOf(rig)).toHaveLength(1)
    await client.end()
  }, 60_000)
})
