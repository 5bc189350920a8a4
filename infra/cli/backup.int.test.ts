import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readHeader } from '../backup/read.ts'
import { unwrapKey } from '../backup/wrapped-key.ts'
import { writeKey } from '../encryption-key.ts'
import { testKey } from '../test/rig.ts'
import { type AnnouncedPortal, startAnnouncedPortal } from './announced-portal.ts'
import { runCli } from './cli-process.ts'

const PASSPHRASE = 'set on the page of the portal'

let at: AnnouncedPortal
beforeAll(async () => {
  at = await startAnnouncedPortal()
  const file = path.join(at.dataDir, 'settings.yaml')
  await writeFile(file, 'settings: { backup: { passphrase: { env: PHRASE } } }')
  const applied = await runCli(['settings', 'apply', file, '--data-dir', at.dataDir], { PHRASE: PASSPHRASE })
  expect(applied).toMatchObject({ code: 0 })
})
afterAll(() => at.stop())

async function backUp(env: Record<string, string> = {}) {
  const ran = await runCli(['backup', '--json', '--data-dir', at.dataDir], env)
  expect(ran.code).toBe(0)
  const { folder, file } = JSON.parse(ran.stdout) as { folder: string; file: string }
  return { ...ran, header: await readHeader(path.join(folder, file)) }
}

test('a backup by hand is wrapped by the pass phrase of the settings, where the key that opens it is here', async () => {
  const without = await backUp()
  expect(without.header.key).toBeNull()
  expect(without.stderr).toContain('is not inside')

  await writeKey(at.dataDir, testKey)
  const made = await backUp()
  expect(made.stderr).toBe('')
  expect(made.stdout).not.toContain(PASSPHRASE)
  expect(await unwrapKey(made.header.key!, PASSPHRASE)).toEqual(testKey)

  const given = await backUp({ BACKUP_PASSPHRASE: 'one of this command alone' })
  expect(await unwrapKey(given.header.key!, 'one of this command alone')).toEqual(testKey)
})
