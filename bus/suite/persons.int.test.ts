import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { action, event, personal } from '../../contracts/define.ts'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { defineDomain, defineFunction } from '../index.ts'
import { isPersonal, PersonKeys } from '../persons.ts'
import type { HostedFunctions } from '../start.ts'
import { storedIn } from './stored.ts'

const guests = defineDomain<{ heard: { id: string; name: string; wrote: string; by: string; address: string } }>({
  name: 'guests',
  migrations: {
    '0001_init': {
      async up(db) {
        await sql`create table heard (id uuid, name text, wrote text, by text, address text)`.execute(db)
      },
    },
  },
})

const Wrote = event('guests.wrote', {
  summary: 'Somebody wrote into the guest book.',
  audience: 'owner',
  owner: (d) => d.userId,
  data: {
    userId: z.uuid().nullable(),
    username: personal(z.string()),
    friend: personal(z.string().nullable(), { byName: 'friend' }),
    wrote: personal(z.string(), { byName: 'friend' }),
    page: z.int(),
  },
  key: (d) => String(d.page),
})

const Write = action('guests.write', {
  summary: 'Writes.',
  input: { userId: z.uuid().nullable(), username: z.string(), friend: z.string().nullable(), wrote: z.string() },
  result: z.object({}),
})

const Erase = action('guests.erase', {
  summary: 'Erases somebody.',
  input: { userId: z.uuid(), names: z.array(z.string()) },
  result: z.object({ webhooks: z.int() }),
})

const FAILS = 'what the database refuses'

const write = defineFunction({
  name: 'guests.write',
  summary: 'Writes.',
  domain: guests,
  acts: Write,
  emits: [Wrote],
  async run(input, ctx) {
    await ctx.write(async (tx) => {
      ctx.emit(Wrote, { ...input, page: 1 })
      // the database has its say after that
      if (input.wrote === FAILS) await sql`select 1 / 0`.execute(tx)
    })
    return {}
  },
})

const hear = defineFunction({
  name: 'guests.hear',
  summary: 'Notes what was written, and who did it from where.',
  domain: guests,
  on: Wrote,
  startAt: 'beginning',
  async run({ username, wrote }, ctx) {
    await ctx.write(async (tx) => {
      const { username: by, address } = ctx.meta
      await tx
        .insertInto('heard')
        .values({ id: ctx.meta.id, name: username, wrote, by: by ?? '', address: address ?? '' })
        .execute()
    })
  },
})

const erase = defineFunction({
  name: 'guests.erase',
  summary: 'Erases.',
  domain: guests,
  acts: Erase,
  async run({ userId, names }, ctx) {
    await ctx.erasePerson(userId, names)
    return { webhooks: (await ctx.expungeWebhooks((body) => names.some((name) => body.includes(name)))).length }
  },
})

describe('who somebody is', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([write, hear, erase])
  })
  afterAll(() => rig.stop())

  const anna = randomUUID()
  const who = () => ({ ...rig.who, actor: `user:${anna}`, username: 'Anna Maria', address: '203.0.113.7' })
  const everything = async (): Promise<string> => {
    const messages = await rig.link.js.consumers.get(`${rig.namespace}_EVT`)
    const pulled = await messages.fetch({ max_messages: 100, expires: 1000 })
    let all = ''
    for await (const message of pulled) {
      all += `${message.subject} ${message.string()} ${[...(message.headers ?? [])].flat(2).join()}`
      if (message.info.pending === 0) break
    }
    const tables = await hosted.pool.query<{ row: string }>(
      'select o::text as row from guests._outbox o union all select e::text from guests._effect e',
    )
    return all + tables.rows.map(({ row }) => row).join()
  }
  const heard = async () => (await hosted.pool.query('select name, wrote, by, address from guests.heard')).rows

  it('is read by functions and by nobody who reads the streams or the outbox', async () => {
    await rig.client.ask(Write, { userId: anna, username: 'Anna Maria', friend: 'bertil', wrote: 'Tack!' }, who())
    await until(async () => (await heard()).length === 1)
    expect(await heard()).toEqual([{ name: 'Anna Maria', wrote: 'Tack!', by: 'Anna Maria', address: '203.0.113.7' }])
    const bytes = await everything()
    expect(bytes).toContain(anna)
    for (const word of ['Anna', 'Maria', 'bertil', 'Tack', '203.0.113.7']) expect(bytes).not.toContain(word)
  })

  it('is erased everywhere with the key, also for processes that had opened it', async () => {
    const [stored] = await storedIn(rig, 'events')
    const other = new PersonKeys(rig.link, rig.sealer)
    const data = JSON.parse(stored!.text) as Record<string, unknown>
    expect(await other.showFields(data)).toMatchObject({ username: 'Anna Maria', friend: 'bertil', wrote: 'Tack!' })
    await rig.client.ask(Erase, { userId: anna, names: ['Bertil'] }, rig.who)
    await until(async () => {
      const shown = await other.showFields(data)
      return [shown['username'], shown['friend'], shown['wrote']].every((value) => typeof value === 'object')
    })
    expect(await other.showFields(data)).toMatchObject({ username: { erased: true }, page: 1 })
    expect((await other.openFields(data))['username']).toBe('')
    await other.stop()
  })

  it('has no key made for what was never written', async () => {
    const stranger = randomUUID()
    const never = { userId: stranger, username: 'Nobody', friend: null, wrote: FAILS }
    await expect(rig.client.ask(Write, never, rig.who)).rejects.toThrow()
    const { state } = await rig.link.jsm.streams.info(`KV_${rig.namespace}_auth_person-keys_v1`, {
      subjects_filter: '>',
    })
    expect(Object.keys(state.subjects ?? {}).filter((subject) => subject.endsWith(stranger))).toEqual([])
  })

  it('stays erased for an account, while a mere name may come again', async () => {
    await rig.client.ask(Write, { userId: anna, username: 'Anna Maria', friend: 'bertil', wrote: 'Igen' }, who())
    await until(async () => (await heard()).length === 2)
    expect((await heard()).at(-1)).toEqual({ name: '', wrote: 'Igen', by: '', address: '' })
    const messages = await storedIn(rig, 'events')
    const data = JSON.parse(messages.at(-1)!.text) as Record<string, unknown>
    expect(isPersonal(data['username'])).toBe(true)
    expect(await rig.client.persons.showFields(data)).toMatchObject({ username: { erased: true }, friend: 'bertil' })
  })

  it('takes the raw webhooks that name them along, and no others', async () => {
    const send = (body: string) =>
      rig.client.publishEvent(
        WebhookReceived,
        { source: 'plex', contentType: 'x', sizeBytes: 1, receivedAt: new Date().toISOString(), body },
        rig.who,
      )
    await send('{"user":"cecilia"}')
    await send('{"user":"dag"}')
    await send('{"by":"cecilia"}')
    expect(await rig.client.ask(Erase, { userId: randomUUID(), names: ['cecilia'] }, rig.who)).toEqual({ webhooks: 2 })
    const left = await storedIn(rig, 'hooks')
    expect(left).toHaveLength(1)
  })

  it('has one key even when many processes need it at the same moment', async () => {
    const subject = randomUUID()
    const many = Array.from({ length: 8 }, () => new PersonKeys(rig.link, rig.sealer))
    const sealed = await Promise.all(many.map((keys, i) => keys.seal(subject, `by ${i}`)))
    const opened = await Promise.all(sealed.map((value) => many[0]!.open(value)))
    expect(opened).toEqual(many.map((_, i) => `by ${i}`))
    await Promise.all(many.map((keys) => keys.stop()))
  })

  it('leaves no key in the bucket of who was erased', async () => {
    const bucket = `KV_${rig.namespace}_auth_person-keys_v1`
    const { state } = await rig.link.jsm.streams.info(bucket, { subjects_filter: '>' })
    const left = Object.keys(state.subjects ?? {}).find((subject) => subject.endsWith(anna))
    const marker = await rig.link.jsm.streams.getMessage(bucket, { last_by_subj: left! })
    expect(marker?.data).toHaveLength(0)
    expect(marker?.header.get('KV-Operation')).toBe('PURGE')
  })
})
