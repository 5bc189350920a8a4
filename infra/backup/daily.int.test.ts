import { randomBytes } from 'node:crypto'
import { readdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { BusClient } from '../../bus/client.ts'
import { hosted } from '../../bus/host.ts'
import { newId } from '../../bus/ids.ts'
import { stateStore } from '../../bus/nats/state.ts'
import { ensureStreams } from '../../bus/nats/streams.ts'
import { provide } from '../../bus/provided.ts'
import { publishSlot } from '../../bus/schedule.ts'
import { hostFunctions, type HostedFunctions } from '../../bus/start.ts'
import { ListBackups } from '../../contracts/backup.ts'
import { CurrentSettings } from '../../contracts/settings.ts'
import { SettingsInForce } from '../../contracts/settings-schema.ts'
import daily from '../../functions/backup/daily.ts'
import { BackupStore } from '../../functions/backup/domain.ts'
import { backupFunctions } from '../../functions/backup/index.ts'
import { startVault, type Vault } from '../keys/vault-rig.test.ts'
import { until } from '../test/fresh.ts'
import { quiet } from '../test/quiet.ts'
import { timeOfFile } from './format.ts'
import { backupStore } from './store.ts'

const DAY_MS = 86_400_000
const houseKey = randomBytes(32)

let vault: Vault
let running: HostedFunctions
let client: BusClient
let folder: string
let slots = 0
beforeEach(async () => {
  vault = await startVault()
  folder = path.join(vault.dataDir, 'backups')
  const { link, databaseUrl } = vault
  await ensureStreams(link)
  const { sealer } = await vault.open(houseKey)
  const own = { productVersion: '1.2.3', passphrase: undefined, houseKey: async () => houseKey }
  const provisions = [provide(BackupStore, backupStore({ link, databaseUrl, folder, ...own }))]
  running = await hostFunctions({ link, databaseUrl, functions: backupFunctions, sealer, log: quiet, provisions })
  client = new BusClient(link, sealer)
  slots = 0
  // the slot of the start itself
  await idle()
})
afterEach(async () => {
  await client.stop()
  await running.stop()
  await vault.stop()
})

/** Has the schedule run once more, to its end. */
async function tick(): Promise<void> {
  slots += 1
  await publishSlot(hosted(running.host, daily), Date.now() - slots * DAY_MS)
  await idle()
}

async function idle(): Promise<void> {
  await until(async () => {
    const consumer = await vault.link.jsm.consumers.info(`${vault.namespace}_SLOT`, 'backup_daily')
    return consumer.delivered.consumer_seq > slots && consumer.num_pending === 0 && consumer.num_ack_pending === 0
  })
}

const asked = () => client.ask(ListBackups, {}, { actor: 'user:tester', correlationId: newId() })
const settle = () => vault.db.query("update backup.house set since = now() - interval '2 hours'")
const eventTypes = async (): Promise<string[]> => {
  const { rows } = await vault.db.query<{ headers: string }>('select headers from backup._outbox order by position')
  return rows.map((row) => (JSON.parse(row.headers) as Record<string, string>)['Medianest-Type'] ?? '')
}
const set = (backup: object) =>
  stateStore(vault.link, CurrentSettings).put('current', {
    version: 1,
    values: SettingsInForce.parse({ backup }),
  })

/** Makes a backup as old as it would be by then. */
async function age(days: number): Promise<void> {
  for (const name of await readdir(folder)) {
    const madeAt = new Date((timeOfFile(name)?.getTime() ?? 0) - days * DAY_MS)
    const older = `medianest-${madeAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z.backup`
    await rename(path.join(folder, name), path.join(folder, older))
  }
}

it('is made when the newest is a day old, and not before; a house that was just made waits', async () => {
  await tick()
  expect((await asked()).items).toEqual([])
  await settle()
  await tick()
  expect(await asked()).toMatchObject({ items: [{ withKey: false }], daily: true, keep: 30, hasPassphrase: false })
  await tick()
  expect((await asked()).items.length).toBe(1)
  await age(1)
  await tick()
  expect((await asked()).items.length).toBe(2)
  expect(await eventTypes()).toEqual(['backup.made.v1', 'backup.made.v1'])
})

it('follows the settings: off, how many are kept, the pass phrase', async () => {
  await settle()
  await set({ enabled: false })
  await tick()
  expect(await asked()).toMatchObject({ items: [], daily: false })
  await set({ keep: 2, passphrase: running.host.sealer.seal('a pass phrase in the settings') })
  await tick()
  for (const _ of [1, 2]) {
    await age(1)
    await tick()
  }
  expect(await asked()).toMatchObject({ items: [{ withKey: true }, { withKey: true }], hasPassphrase: true })
})

it('says once why it fails, for as long as that is the reason, and forgets it with the next one', async () => {
  await settle()
  await writeFile(folder, '')
  await tick()
  await tick()
  expect((await asked()).lastFailure).toMatchObject({
    message: expect.stringMatching(/^The folder .* cannot be written \(/),
  })
  expect(await eventTypes()).toEqual(['backup.failed.v1'])
  await rm(folder)
  await tick()
  expect(await asked()).toMatchObject({ lastFailure: null, items: [{ productVersion: '1.2.3' }] })
  expect(await eventTypes()).toEqual(['backup.failed.v1', 'backup.made.v1'])
})
