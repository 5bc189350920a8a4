import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebhookReceived } from '../../contracts/webhooks.ts'
import { BusClient } from '../../bus/client.ts'
import { derivedId, newId } from '../../bus/ids.ts'
import { HEADER } from '../../bus/message.ts'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { publish } from '../../bus/nats/publish.ts'
import { Sealer } from '../../bus/seal.ts'
import { natsUrl, until } from '../test/fresh.ts'
import { quiet, testKey } from '../test/rig.ts'
import { type AnnouncedPortal, startAnnouncedPortal } from './announced-portal.ts'
import { type Ran, runCli, startCli } from './cli-process.ts'

let at: AnnouncedPortal
let link: NatsLink
let client: BusClient
let emptyFolder: string

const who = { actor: 'hook:overseerr', correlationId: newId() }

/** A raw webhook as the edge stores it; gives its id. */
const receive = async (): Promise<string> => {
  const data = {
    source: 'overseerr' as const,
    contentType: 'application/json',
    sizeBytes: 2,
    receivedAt: new Date().toISOString(),
    body: '{}',
  }
  return (await client.publishEvent(WebhookReceived, data, who)).id
}

/** A dead letter as a function that gave up leaves it; gives its id. */
async function giveUp(messageId: string): Promise<string> {
  const id = derivedId(messageId, 'dead')
  const type = 'requests.approved.v1'
  const error = { name: 'Error', code: 'FAILED', message: 'Seerr said \u001b[31mno', stack: null }
  const headers = {
    [HEADER.type]: type,
    [HEADER.correlation]: who.correlationId,
    [HEADER.time]: new Date().toISOString(),
  }
  await publish(link, {
    id,
    stream: 'dead-letters',
    subject: 'dlq.requests.tell',
    headers: { ...headers, [HEADER.causation]: messageId, [HEADER.actor]: 'function:requests.tell' },
    body: JSON.stringify({
      function: 'requests.tell',
      key: '603',
      messageId,
      stream: 'events',
      seq: 1,
      attempts: 6,
      error,
      message: { subject: 'evt.requests.approved.v1.603', headers, body: '{}' },
    }),
  })
  return id
}

const cli = (...args: string[]) => runCli([...args, '--data-dir', at.dataDir])
const json = (ran: Ran) =>
  JSON.parse(ran.stdout) as { items: { id: string; type: string }[]; nextCursor: string | null }

beforeAll(async () => {
  at = await startAnnouncedPortal()
  link = await connectNats(natsUrl(), at.namespace, quiet)
  client = new BusClient(link, new Sealer([testKey]))
  emptyFolder = await mkdtemp(path.join(tmpdir(), 'medianest-cli-empty-'))
})
afterAll(async () => {
  await client.stop()
  await link.nc.close()
  await at.stop()
  await rm(emptyFolder, { recursive: true, force: true })
})

describe('wrong usage ends with 2 and a sentence', () => {
  it.each([
    [[], /^Usage: npx medianest <command>/],
    [['frobnicate'], /There is no command "frobnicate": one of journal, /],
    [['--json', 'journal'], /The command comes first/],
    [['journal', '--nope'], /Unknown option '--nope'\. "npx medianest journal --help"/],
    [['journal', 'word'], /"word" is one word too many/],
    [['journal', '--from', 'yesterday'], /--from takes a moment such as 2h/],
    [['tree'], /<id> is missing/],
    [['tree', 'xyz'], /"xyz" is no id/],
    [['journal', '--url', 'http://nas:3000'], /asks for its key: give it by MEDIANEST_KEY or --key/],
    [['journal', '--url', 'nas', '--key', 'k'], /"nas" is no address/],
    [['tree', newId(), '--key', 'k'], /--key goes with --url/],
  ])('%j', async (args, sentence) => {
    const inFolder = args[0] === 'tree' && args[1] === 'xyz' ? ['--data-dir', at.dataDir] : []
    const ran = await runCli([...args, ...inFolder])
    expect(ran).toMatchObject({ code: 2, stdout: '' })
    expect(ran.stderr).toMatch(sentence)
  })
})

describe('help', () => {
  it('is there as a command and as an option, and so is the version', async () => {
    const all = await Promise.all(
      [['help'], ['help', 'tree'], ['redo', '--help'], ['--version']].map((args) => runCli(args)),
    )
    expect(all.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    const [overview, tree, redo, version] = all.map(({ stdout }) => stdout)
    expect(overview).toContain('reset-password')
    expect(tree).toContain('Usage: npx medianest tree <id> [options]')
    expect(redo).toContain('--yes')
    expect(version).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('finding the portal', () => {
  it('says what to do when none runs, nobody answers, or the key is wrong', async () => {
    const [none, deaf, wrong] = await Promise.all([
      runCli(['journal', '--data-dir', emptyFolder]),
      runCli(['journal', '--url', 'http://127.0.0.1:1', '--key', 'k']),
      runCli(['journal', '--url', at.portal.url, '--key', 'wrong']),
    ])
    expect(none).toMatchObject({
      code: 1,
      stderr: `No portal is running on the data folder ${emptyFolder}. Start it with npm start, or name another with --url and --key.\n`,
    })
    expect(deaf).toMatchObject({ code: 1, stderr: expect.stringContaining('Nobody answers at http://127.0.0.1:1') })
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('does not take this key') })
  })

  it('goes by DATA_DIR, by address and key, and by the environment', async () => {
    const remote = { MEDIANEST_URL: at.portal.url, MEDIANEST_KEY: at.operatorToken }
    const all = await Promise.all([
      runCli(['journal', '--json'], { DATA_DIR: at.dataDir }),
      runCli(['journal', '--json', '--url', at.portal.url, '--key', at.operatorToken]),
      runCli(['journal', '--json'], remote),
    ])
    for (const ran of all) expect([ran.code, ran.stderr, Array.isArray(json(ran).items)]).toEqual([0, '', true])
  })
})

describe('the journal', () => {
  it('filters, pages and fits 80 columns', async () => {
    const ids = [await receive(), await receive(), await receive()]
    const dead = await giveUp(ids[0]!)
    await until(async () => {
      const { items } = json(await cli('journal', '--json', '--correlation', who.correlationId))
      return [...ids, dead].every((id) => items.some((item) => item.id === id))
    })

    const all = json(await cli('journal', '--json', '--all', '--type', 'received', '--from', '1h'))
    expect(all).toMatchObject({ nextCursor: null, items: ids.toReversed().map((id) => ({ id })) })
    const first = json(await cli('journal', '--json', '--type', 'received', '--limit', '2'))
    expect(first.items.map(({ id }) => id)).toEqual([ids[2], ids[1]])
    const rest = json(await cli('journal', '--json', '--type', 'received', '--cursor', first.nextCursor ?? ''))
    expect(rest).toMatchObject({ nextCursor: null, items: [{ id: ids[0] }] })
    expect(json(await cli('journal', '--json', '--key', '603')).items.map(({ id }) => id)).toEqual([dead])
    expect(json(await cli('journal', '--json', '--from', '1w', '--to', '1d')).items).toEqual([])

    const table = (await cli('journal', '--all')).stdout.split('\n')
    expect(table[0]).toMatch(/^time +kind +type +about +by +id$/)
    expect(table.find((line) => line.includes(dead.slice(0, 8)))).toMatch(/ dead +requests\.approved +603 +function:/)
    expect(table.find((line) => line.includes(ids[2]!.slice(0, 8)))).toMatch(/ event +webhooks\.received +overseerr /)
    expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(80)
    expect(await cli('journal', '--domain', 'nobody')).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(/Nothing/),
    })
  })

  it('follows, and hears what comes', async () => {
    const following = startCli(['journal', '--follow', '--json', '--type', 'received', '--data-dir', at.dataDir])
    await until(() => following.stdout().split('\n').length > 3)
    const id = await receive()
    await until(() => following.stdout().includes(id))
    following.child.kill('SIGTERM')
    const lines = (await following.ended).stdout.trim().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(
      lines.map(() => 'webhooks.received'),
    )
  })
})

describe('tree and redo', () => {
  it('draws what hangs together, also by a short id', async () => {
    const id = await receive()
    const dead = await giveUp(id)
    await until(async () => (await cli('tree', dead, '--json')).code === 0)
    const drawn = await cli('tree', dead.slice(0, 8))
    expect(drawn).toMatchObject({ code: 0, stderr: '' })
    expect(drawn.stdout).toMatch(/^\d\d:\d\d:\d\d\.\d{3} +webhooks\.received overseerr +hook:overseerr/)
    expect(drawn.stdout).toMatch(/\+\d+ ms +[├└]─ dead letter requests\.approved 603 .* <\n/)
    const asked = JSON.parse((await cli('tree', id, '--json')).stdout) as { root: { id: string; children: unknown[] } }
    expect(asked).toMatchObject({ entryId: id, truncated: false, root: { id } })
    expect(asked.root.children).toContainEqual(expect.objectContaining({ id: dead }))
    const unknown = await cli('tree', newId())
    expect([unknown.code, unknown.stderr]).toEqual([1, expect.stringMatching(/^There is no entry .* in the journal/)])
  })

  it('redoes a raw webhook and a dead letter and shows what came of it', async () => {
    const id = await receive()
    const dead = await giveUp(id)
    await until(async () => (await cli('tree', dead, '--json')).code === 0)
    const open = json(await cli('dead-letters', '--open', '--json')).items.map((item) => item.id)
    expect(open).toContain(dead)
    const listed = await cli('dead-letters')
    expect(listed.stdout).toContain('requests.approved: FAILED, Seerr said no')

    const redone = await cli('redo', dead, '--yes')
    expect(redone).toMatchObject({ code: 0, stderr: '' })
    expect(redone.stdout).toMatch(/^Done again as [0-9a-f-]{36}\.\nNothing new came of it so far/)
    expect(json(await cli('dead-letters', '--open', '--json')).items.map((item) => item.id)).not.toContain(dead)

    const again = JSON.parse((await cli('redo', id, '--yes', '--json')).stdout) as Record<string, string>
    expect(again).toEqual({ entryId: id, redoId: expect.any(String) })
    const note = again['redoId']!
    await until(async () => (await cli('tree', note, '--json')).code === 0)
    const refused = await cli('redo', note, '--yes')
    expect(refused).toMatchObject({ code: 1, stderr: 'Only raw webhooks and dead letters can be redone.\n' })
  })

  it('redoes in a script without being told that nobody can be asked, as text and as JSON', async () => {
    const id = await receive()
    await until(async () => (await cli('tree', id, '--json')).code === 0)
    const text = await cli('redo', id)
    expect(text).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^Done again as [0-9a-f-]{36}\.\n/),
    })
    const asJson = await cli('redo', id, '--json')
    expect(asJson).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(asJson.stdout)).toEqual({ entryId: id, redoId: expect.any(String) })
  })
})
