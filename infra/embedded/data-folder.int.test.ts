import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { until } from '../test/fresh.ts'
import { openDataFolder, readPortalFile } from './data-folder.ts'
import { upgradeFolder } from './data-version.ts'
import type { UpgradeStep } from './data-version.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-folder-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('one process at a time; the lock falls with a killed one', async () => {
  const code = `import(process.argv[1]).then(async (m) => { await m.openDataFolder(process.argv[2]); process.stdout.write('mine'); setInterval(() => {}, 1000) })`
  const file = path.join(import.meta.dirname, 'data-folder.ts')
  const other = spawn(process.execPath, ['-e', code, file, folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  let said = ''
  other.stdout.on('data', (data: Buffer) => void (said += data.toString()))
  await until(() => said === 'mine')
  await expect(openDataFolder(folder)).rejects.toThrow('already uses the data folder')
  other.kill('SIGKILL')
  const opened = await until(() => openDataFolder(folder))
  await opened.release()
})

test('what lies in the folder is its owner’s alone, a lock from an older release included', async () => {
  const modeOf = async (name: string): Promise<number> => (await stat(path.join(folder, name))).mode & 0o777
  for (let start = 0; start < 2; start++) {
    const opened = await openDataFolder(folder)
    await opened.announce('http://localhost:1')
    expect(await Promise.all(['.', 'lock', 'portal.json'].map(modeOf))).toEqual([0o700, 0o600, 0o600])
    await opened.release()
    await chmod(path.join(folder, 'lock'), 0o644)
    await chmod(folder, 0o755)
  }
})

test('a running portal is announced, with the token of this start', async () => {
  const opened = await openDataFolder(folder)
  await opened.announce('http://localhost:1')
  expect(await readPortalFile(folder)).toMatchObject({
    pid: process.pid,
    url: 'http://localhost:1',
    operatorToken: opened.operatorToken,
  })
  await opened.release()
  expect(await readPortalFile(folder)).toBeUndefined()
})

const steps: UpgradeStep[] = ['one', 'two', 'three'].map((does, at) => ({
  to: at + 1,
  does,
  run: (of) => writeFile(path.join(of, does), ''),
}))

test('an older folder takes the steps that it lacks, in order, and a new one none', async () => {
  expect(await upgradeFolder(folder, steps)).toEqual([])
  await writeFile(path.join(folder, 'version'), '1\n')
  expect(await upgradeFolder(folder, steps)).toEqual(['2: two', '3: three'])
  expect(await readFile(path.join(folder, 'version'), 'utf8')).toBe('3\n')
  expect(await upgradeFolder(folder, steps)).toEqual([])
})

test('a folder from before there were versions takes all', async () => {
  await mkdir(path.join(folder, 'postgres'))
  expect(await upgradeFolder(folder, steps)).toHaveLength(3)
})

test('an upgrade that was cut off goes on where it stood', async () => {
  await writeFile(path.join(folder, 'version'), '1\n')
  const cut = steps.map((step) => (step.to === 3 ? { ...step, run: () => Promise.reject(new Error('cut')) } : step))
  await expect(upgradeFolder(folder, cut)).rejects.toThrow('cut')
  expect(await upgradeFolder(folder, steps)).toEqual(['3: three'])
})

test('a newer folder is refused and left as it is', async () => {
  await writeFile(path.join(folder, 'version'), '4\n')
  await expect(upgradeFolder(folder, steps)).rejects.toThrow('newer release')
  expect(await readFile(path.join(folder, 'version'), 'utf8')).toBe('4\n')
})
