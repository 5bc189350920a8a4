import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Client } from 'pg'
import { connectNats, type NatsLink } from '../../bus/nats/connect.ts'
import { prepareDomains } from '../../bus/pg/schema.ts'
import { defineDomain } from '../../bus/index.ts'
import { sql } from 'kysely'
import { z } from 'zod'
import { state } from '../../contracts/define.ts'
import { openDataFolder } from '../embedded/data-folder.ts'
import { encryptionKey } from '../encryption-key.ts'
import { freshDatabase, freshNamespace, natsUrl } from '../test/fresh.ts'
import { quiet } from '../test/quiet.ts'
import { type Keys, openKeys } from './open-keys.ts'

/** A domain that keeps secrets in every way that a domain may. */
export const vault = defineDomain({
  name: 'vault',
  migrations: {
    '0001_init': {
      async up(db) {
        await sql`create table secret (id text primary key, sealed text not null, document jsonb, note json)`.execute(
          db,
        )
      },
    },
  },
})

export const VaultState = state('vault.token', { summary: 'A sealed token.', data: { token: z.string() } })

/** A house with a database and a data folder, as a portal that runs would announce it. */
export interface Vault {
  databaseUrl: string
  namespace: string
  dataDir: string
  link: NatsLink
  db: Client
  /** Opens the ring as one more process would. */
  open(houseKey?: Buffer): Promise<Keys>
  /** Starts a process that keeps changing secrets; its `stop` gives what it wrote last, by row. */
  writer(name: string): Promise<{ child: ChildProcess; stop(): Promise<Record<string, string>> }>
  stop(): Promise<void>
}

export async function startVault(): Promise<Vault> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'medianest-vault-'))
  const folder = await openDataFolder(dataDir)
  const [databaseUrl, namespace] = [await freshDatabase(), freshNamespace()]
  await prepareDomains(databaseUrl, [vault], quiet)
  await folder.announce('http://127.0.0.1:1', { databaseUrl, natsUrl: natsUrl(), namespace })
  const link = await connectNats(natsUrl(), namespace, quiet)
  const db = new Client({ connectionString: databaseUrl })
  await db.connect()
  const opened: Keys[] = []
  const reloadHouseKey = () => encryptionKey(dataDir)
  return {
    databaseUrl,
    namespace,
    dataDir,
    link,
    db,
    async open(houseKey) {
      const own = { houseKey: houseKey ?? (await reloadHouseKey()), reloadHouseKey, ownsRows: true }
      const keys = await openKeys({ databaseUrl, link, ...own, log: quiet })
      opened.push(keys)
      return keys
    },
    async writer(name) {
      const place = JSON.stringify({ databaseUrl, namespace, dataDir, natsUrl: natsUrl(), name })
      const child = spawn(process.execPath, [path.join(import.meta.dirname, 'vault-writer-rig.test.ts')], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, VAULT_PLACE: place, NODE_NO_WARNINGS: '1' },
      })
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => void (said += text))
      await once(child.stdout, 'data')
      return {
        child,
        async stop() {
          child.stdin.end()
          await once(child, 'close')
          return JSON.parse(said.slice(said.indexOf('\n') + 1)) as Record<string, string>
        },
      }
    },
    async stop() {
      await Promise.all(opened.map((keys) => keys.stop()))
      for await (const { config } of link.jsm.streams.list())
        if (config.name.includes(`${namespace}_`)) await link.jsm.streams.delete(config.name)
      await link.nc.close()
      await db.end()
      await folder.release()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}
