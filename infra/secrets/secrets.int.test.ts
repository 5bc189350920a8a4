import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connectNats } from '../../bus/nats/connect.ts'
import { keyFrom } from '../encryption-key.ts'
import { NAMESPACE } from '../namespace.ts'
import { quiet } from '../test/quiet.ts'
import { killAll, type PortalProcess, startPortalProcess } from '../test/portal-process.ts'
import { startPlexServer } from '../stand-ins/plex-server.ts'
import { startPlexTv } from '../stand-ins/plex-tv.ts'
import type { StandIn } from '../stand-ins/stand-in.ts'
import { followKuma, plantOwnSecrets, readAlerts, tellEverybody } from './alerts.test.rig.ts'
import {
  connectEverything,
  failOnPurpose,
  linkPlex,
  livePeople,
  MACHINE,
  made,
  readEverything,
} from './exercises.test.rig.ts'
import { askForTitles } from './requests.test.rig.ts'
import { Haystack } from './vault.ts'
import { WatchedBrowser } from './watched-browser.test.rig.ts'

const ROOT = path.resolve(import.meta.dirname, '../..')

describe('no secret comes out', { timeout: 240_000 }, () => {
  const heap = new Haystack()
  const standIns: StandIn[] = []
  let dataDir: string
  let portal: PortalProcess & { url: string }

  const key = heap.plant('ENCRYPTION_KEY', made('house key of forty characters'))
  const oneTime = heap.plant('ADMIN_PASSWORD', made('one-time'))
  const passphrase = heap.plant('BACKUP_PASSPHRASE', made('the backups phrase'))

  const cli = (...words: string[]): void => {
    const env = { ...process.env, DATA_DIR: dataDir, ENCRYPTION_KEY: key, BACKUP_PASSPHRASE: passphrase }
    const ran = spawnSync('node', ['infra/cli/medianest.mjs', ...words], { cwd: ROOT, env, encoding: 'utf8' })
    heap.add(`medianest ${words.join(' ')}`, `${ran.stdout}${ran.stderr}`)
    expect(ran.stderr, words.join(' ')).not.toMatch(/\bat .+\.ts:\d+/)
  }

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-secrets-'))
    const plexTv = await startPlexTv()
    const owner = plexTv.addPerson({ id: 41, username: 'owner', email: 'owner@example.test', owns: [MACHINE] })
    const plexServer = await startPlexServer({ machineIdentifier: MACHINE, plexTv })
    plexTv.addServer({ machineIdentifier: MACHINE, url: plexServer.url, name: 'Den' })
    standIns.push(plexTv, plexServer)
    heap.plant('a person’s Plex token', owner.token)
    heap.plant('the Plex server’s token', plexTv.serverToken(owner, MACHINE))
    portal = await startPortalProcess({
      dataDir,
      env: {
        ENCRYPTION_KEY: key,
        ADMIN_PASSWORD: oneTime,
        BACKUP_PASSPHRASE: passphrase,
        PLEX_TV_URL: plexTv.url,
        LOG_LEVEL: 'trace',
      },
    })
    const admin = new WatchedBrowser(portal.url, heap)
    await signIn(admin, oneTime)
    await listen(admin)
    await connectEverything(admin, { heap, portal, standIns })
    await linkPlex(admin, plexTv, owner)
    await livePeople(admin, { heap, portal, standIns })
    await askForTitles(admin, { heap, portal, standIns }, { plexTv, plexServer })
    await failOnPurpose(admin, { heap, portal, standIns })
    await followKuma(admin, { heap, portal, standIns })
    await tellEverybody(admin, { heap, portal, standIns })
    await readAlerts(admin)
    await readEverything(admin)
    await plantOwnSecrets({ heap, portal, standIns }, await announced('databaseUrl'), keyFrom(key))
    cli('settings', 'export')
    cli('backup')
    cli('rotate-key')
    cli('doctor')
    cli('journal', '--all', '--json')
    cli('dead-letters')
    heap.add('ps', spawnSync('ps', ['axww', '-o', 'args'], { encoding: 'utf8' }).stdout)
  }, 200_000)

  afterAll(async () => {
    const seen = portal?.all() ?? []
    portal?.child.kill('SIGTERM')
    await portal?.ended
    killAll(seen)
    await Promise.all(standIns.map((standIn) => standIn.stop()))
    await rm(dataDir, { recursive: true, force: true })
  })

  async function signIn(admin: WatchedBrowser, password: string): Promise<void> {
    const newPassword = heap.plant('the admin’s password', made('admin pass phrase'))
    await admin.call('POST', '/api/auth/admin', { username: 'admin', password, remember: true })
    admin.plantCookies('first')
    const changed = await admin.call('POST', '/api/auth/password', { currentPassword: password, newPassword })
    expect(changed.status, changed.text).toBe(200)
    await admin.call('POST', '/api/auth/admin', { username: 'admin', password: newPassword, remember: true })
    admin.plantCookies('admin')
    heap.plant('the operator’s token', await announced('operatorToken'))
  }

  async function announced(name: 'operatorToken' | 'databaseUrl'): Promise<string> {
    const text = await readFile(path.join(dataDir, 'portal.json'), 'utf8')
    return (JSON.parse(text) as Record<typeof name, string>)[name]
  }

  /** The live feed for the whole time. */
  async function listen(admin: WatchedBrowser): Promise<void> {
    const response = await fetch(`${portal.url}/api/live`, { headers: { cookie: admin.cookie } })
    void (async () => {
      for await (const chunk of response.body!) heap.add('the live feed', Buffer.from(chunk))
    })().catch(() => {})
  }

  it('in a log line, an answer, the feed, the command line or a process list', () => {
    heap.add('the log', portal.output())
    expect(heap.planted).toBeGreaterThan(90)
    expect(heap.found()).toEqual([])
  })

  it('in a stream, a bucket or a table', async () => {
    const servers = JSON.parse(await readFile(path.join(dataDir, 'portal.json'), 'utf8')) as Record<string, string>
    const db = new Client({ connectionString: servers['databaseUrl']! })
    await db.connect()
    const { rows: tables } = await db.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables
       where schemaname not in ('pg_catalog', 'information_schema')`,
    )
    for (const { name } of tables) {
      const { rows } = await db.query<{ row: string }>(`select t::text as row from ${name} t`)
      heap.add(`table ${name}`, rows.map(({ row }) => row).join('\n'))
    }
    await db.end()
    const link = await connectNats(servers['natsUrl']!, NAMESPACE, quiet)
    let messages = 0
    for await (const { config, state } of link.jsm.streams.list()) {
      if (state.messages === 0) continue
      const consumer = await link.js.consumers.get(config.name)
      for await (const message of await consumer.consume({ max_messages: 500 })) {
        heap.add(
          `stream ${config.name}`,
          `${message.subject} ${[...(message.headers ?? [])].flat(2).join()} ${message.string()}`,
        )
        messages++
        if (message.info.pending === 0) break
      }
    }
    await link.nc.close()
    expect(tables.length).toBeGreaterThan(30)
    expect(messages).toBeGreaterThan(100)
    expect(heap.found()).toEqual([])
  })

  it('in any file of the data folder but those that are there to keep one', async () => {
    await heap.addFolder('file', dataDir, ['portal.json'])
    expect(heap.bytes).toBeGreaterThan(10_000_000)
    expect(heap.found()).toEqual([])
  })

  it('and the search would have found one', () => {
    const probe = new Haystack()
    probe.plant('a known one', 'correct horse battery')
    probe.plant('one that is shown in places', 'staple of words', /^shown/)
    probe.add('shown', 'so: staple of words!')
    probe.add('plain', 'so: correct horse battery!')
    probe.add('base64', Buffer.from('correct horse battery').toString('base64'))
    probe.add('url', encodeURIComponent('correct horse battery'))
    probe.add('clean', 'nothing here')
    expect(probe.found()).toEqual(['a known one in plain', 'a known one in base64', 'a known one in url'])
  })
})
