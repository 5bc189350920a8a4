import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SignInFailedV1 as SignInFailed } from '../../contracts/earlier.ts'
import {
  type Entry,
  type EntryNode,
  GetEntry,
  ListDeadLetters,
  ReadJournal,
  ReadTree,
  RedoEntry,
} from '../../contracts/journal.ts'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { defineDomain, defineFunction, Reject } from '../../bus/index.ts'
import { newId } from '../../bus/ids.ts'
import type { HostedFunctions } from '../../bus/start.ts'
import { until } from '../../infra/test/fresh.ts'
import { type Rig, startRig } from '../../infra/test/rig.ts'
import { journalFunctions } from './index.ts'

const notes = defineDomain<{ note: { name: string } }>({
  name: 'notes',
  migrations: {
    '0001_init': {
      async up(db) {
        await sql`create table note (name text not null)`.execute(db)
      },
    },
  },
})

let mended = false

const noteFailures = defineFunction({
  name: 'notes.note',
  summary: 'Cannot stand "poison" until it is mended.',
  domain: notes,
  on: SignInFailed,
  startAt: 'beginning',
  async run({ username }, ctx) {
    if (username === 'poison' && !mended) throw new Reject('INVALID', 'This one is poison.')
    await ctx.write(async (tx) => {
      await tx.insertInto('note').values({ name: username }).execute()
    })
  },
})

const hear = defineFunction({
  name: 'notes.hear',
  summary: 'States one fact for each webhook.',
  domain: notes,
  on: WebhookReceived,
  startAt: 'beginning',
  emits: [SignInFailed],
  async run(raw, ctx) {
    const { origin } = raw
    await ctx.write(async () => {
      ctx.emit(SignInFailed, { username: raw.body }, { idFrom: `${origin?.id ?? ctx.meta.id} heard` })
    })
  },
})

describe('the journal', () => {
  let rig: Rig
  let hosted: HostedFunctions
  beforeAll(async () => {
    rig = await startRig()
    hosted = await rig.host([...journalFunctions, noteFailures, hear])
  })
  afterAll(() => rig.stop())

  const fail = (username: string, actor = 'system'): Promise<{ id: string }> =>
    rig.client.publishEvent(SignInFailed, { username }, { ...rig.who, actor, correlationId: newId() })
  const post = (body: string): Promise<{ id: string }> =>
    rig.client.publishEvent(
      WebhookReceived,
      {
        source: 'plex',
        contentType: 'application/json',
        sizeBytes: body.length,
        receivedAt: new Date().toISOString(),
        body,
      },
      { actor: 'hook:plex', correlationId: newId() },
    )
  const read = async (filter: object): Promise<Entry[]> => (await rig.client.ask(ReadJournal, filter, rig.who)).items
  const notesOf = async (name: string): Promise<number> =>
    (await hosted.pool.query('select 1 from notes.note where name = $1', [name])).rowCount ?? 0

  it('shows what happened, newest first, by every filter', async () => {
    const { id } = await fail('ada', 'user:ada')
    const entry = await until(async () => (await read({ key: 'ada' }))[0])
    expect(entry).toMatchObject({
      id,
      kind: 'event',
      type: 'auth.sign-in-failed',
      version: 1,
      domain: 'auth',
      key: 'ada',
      actor: 'user:ada',
      causationId: null,
      data: { username: 'ada' },
    })
    await fail('bob')
    await until(async () => (await read({ key: 'bob' }))[0])
    const newestFirst = await read({ type: 'sign-in-failed' })
    expect(newestFirst.map((e) => e.key).slice(0, 2)).toEqual(['bob', 'ada'])
    for (const filter of [
      { domain: 'auth', key: 'ada' },
      { type: 'auth.sign-in-failed', actor: 'user:ada' },
      { correlationId: entry.correlationId },
      { kind: 'event', actor: 'user:ada', from: entry.time },
      { to: new Date(Date.parse(entry.time) + 1).toISOString(), key: 'ada' },
    ])
      expect((await read(filter)).map((e) => e.id)).toEqual([id])
    expect(await read({ key: 'ada', to: entry.time })).toEqual([])
    expect(await read({ kind: 'command', key: 'ada' })).toEqual([])
  })

  it('pages to the end, each entry once, and refuses a cursor of its own making', async () => {
    const names = Array.from({ length: 23 }, (_, n) => `page-${n}`)
    await Promise.all(names.map((name) => fail(name, 'user:pager')))
    await until(async () => (await read({ actor: 'user:pager', limit: 100 })).length === 23)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await rig.client.ask(ReadJournal, { actor: 'user:pager', limit: 5, cursor }, rig.who)
      expect(page.items.length).toBeLessThanOrEqual(5)
      seen.push(...page.items.map((e) => e.key))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(seen.toSorted()).toEqual(names.toSorted())
    await expect(rig.client.ask(ReadJournal, { cursor: 'bm9uc2Vuc2U' }, rig.who)).rejects.toMatchObject({
      code: 'INVALID',
    })
  })

  it('keeps raw bodies sealed in lists and opens them for one entry', async () => {
    const { id } = await post('{"hello":1}')
    const entry = await until(async () => (await read({ type: 'webhooks.received' })).find((e) => e.id === id))
    expect(entry.data['body']).toEqual({ sealed: true })
    const opened = await rig.client.ask(GetEntry, { id }, rig.who)
    expect(opened.data['body']).toBe('{"hello":1}')
  })

  it('draws causes and consequences from any place in the tree', async () => {
    const { id } = await post('a tree')
    const fact = await until(async () => (await read({ key: 'a tree' }))[0])
    const flat = (node: EntryNode): string[] => [node.id, ...node.children.flatMap(flat)]
    for (const entryId of [id, fact.id]) {
      const tree = await rig.client.ask(ReadTree, { id: entryId }, rig.who)
      expect(tree.entryId).toBe(entryId)
      expect(tree.root.id).toBe(id)
      expect(flat(tree.root)).toEqual([id, fact.id])
    }
    await expect(rig.client.ask(ReadTree, { id: newId() }, rig.who)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('redoes a dead letter once it can be handled, and says who did', async () => {
    await fail('poison')
    const letter = await until(async () => (await rig.client.ask(ListDeadLetters, { state: 'open' }, rig.who)).items[0])
    expect(letter).toMatchObject({ function: 'notes.note', error: { message: 'This one is poison.' }, redoneAt: null })
    expect((await read({ kind: 'dead-letter' }))[0]).toMatchObject({ id: letter.id, key: 'poison' })
    mended = true
    const sent = await rig.client.send(RedoEntry, { id: letter.id }, { ...rig.who, actor: 'user:admin' })
    expect(sent).toMatchObject({ state: 'done', outcome: { ok: true } })
    await until(async () => (await notesOf('poison')) === 1)
    const redone = await until(async () => (await read({ type: 'redone', key: letter.id }))[0])
    expect(redone).toMatchObject({ actor: 'user:admin', causationId: letter.id })
    await rig.client.send(RedoEntry, { id: letter.id }, rig.who)
    await until(async () => (await read({ type: 'redone', key: letter.id })).length === 2)
    expect(await notesOf('poison')).toBe(1)
    expect((await rig.client.ask(ListDeadLetters, { state: 'open' }, rig.who)).items).toEqual([])
  })

  it('redoes a raw webhook without stating its fact twice', async () => {
    const { id } = await post('once only')
    await until(async () => (await read({ key: 'once only' }))[0])
    const sent = await rig.client.send(RedoEntry, { id }, rig.who)
    expect(sent).toMatchObject({ outcome: { ok: true, data: { entryId: id } } })
    const again = await until(async () => (await read({ type: 'webhooks.received' })).find((e) => e.data['origin']))
    expect(again.data['origin']).toMatchObject({ id })
    await fail('after the redo')
    await until(async () => (await read({ key: 'after the redo' }))[0])
    expect(await read({ key: 'once only' })).toHaveLength(1)
  })

  it('refuses to redo what is neither', async () => {
    const { id } = await fail('a plain fact')
    await until(async () => (await read({ key: 'a plain fact' }))[0])
    const sent = await rig.client.send(RedoEntry, { id }, rig.who)
    expect(sent).toMatchObject({ outcome: { ok: false, code: 'NOT_REDOABLE' } })
    expect(await rig.client.send(RedoEntry, { id: newId() }, rig.who)).toMatchObject({ outcome: { code: 'NOT_FOUND' } })
  })
})
