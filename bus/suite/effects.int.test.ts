import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineFunction } from '../index.ts'
import { newId } from '../ids.ts'
import type { HostedFunctions } from '../start.ts'
import { storedIn } from './stored.ts'
import { Make, things } from './things.ts'

let performed: string[] = []
let failing = 0
let heard: string | undefined

const make = defineFunction({
  name: 'things.make',
  summary: 'Has two effects outside and fails after them as often as the test says.',
  domain: things,
  on: Make,
  retry: { attempts: 5, first: '20ms' },
  async run({ n, word }, ctx) {
    heard = word
    const ordered = await ctx.effect('order', async () => {
      performed.push('order')
      return { receipt: `receipt of ${n}` }
    })
    await ctx.effect('mail', async () => void performed.push(`mail ${ordered.receipt}`))
    if (failing-- > 0) throw new Error('after the effects')
    return ctx.write(async () => ({ n }))
  },
})

describe('an effect outside', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([make])
  })
  afterAll(() => rig.stop())

  it('is performed once per message and name, whatever happens behind it', async () => {
    failing = 3
    const sent = await rig.client.send(Make, { n: 1 }, rig.who, { waitMs: 5000 })
    expect(sent).toMatchObject({ outcome: { ok: true } })
    expect(performed).toEqual(['order', 'mail receipt of 1'])
    await rig.client.send(Make, { n: 2 }, rig.who)
    expect(performed).toEqual(['order', 'mail receipt of 1', 'order', 'mail receipt of 2'])
  })

  it('is remembered sealed', async () => {
    const { rows } = await hosted.pool.query<{ result: string }>('select result from things._effect')
    expect(rows.length).toBeGreaterThan(0)
    for (const { result } of rows) expect(result).toMatch(/^1\.[0-9a-f]{8}\./)
    expect(JSON.stringify(rows)).not.toContain('receipt')
  })
})

describe('a secret field', () => {
  let rig: Rig
  beforeAll(async () => {
    rig = await startRig()
    await rig.host([make])
  })
  afterAll(() => rig.stop())

  it('is sealed in the stream and open for the function', async () => {
    performed = []
    await rig.client.send(Make, { n: 3, word: 'open sesame' }, rig.who)
    expect(heard).toBe('open sesame')
    const [stored] = await storedIn(rig, 'commands')
    expect(JSON.parse(stored!.text)).toEqual({ n: 3, word: { $sealed: expect.stringMatching(/^1\./) as string } })
  })

  it('does not change what counts as a repeat: the same words under one id are one command', async () => {
    performed = []
    const id = newId()
    const send = () => rig.client.send(Make, { n: 4, word: 'twice' }, rig.who, { id })
    const [first, second] = [await send(), await send()]
    expect(second).toEqual(first)
    await until(() => performed.length === 2)
  })
})
