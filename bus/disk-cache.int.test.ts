import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { diskCache } from './disk-cache.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-cache-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const files = async (): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
const sum = async (): Promise<number> => {
  const sizes = await Promise.all((await files()).map(async (at) => (await stat(at)).size))
  return sizes.reduce((a, b) => a + b, 0)
}
const never = (): Promise<never> => Promise.reject(new Error('It was fetched again.'))

test('many who ask at once cause one fetch, and who asks later finds it, after a restart too', async () => {
  let fetched = 0
  const fetch = async (): Promise<Buffer> => {
    fetched++
    return Buffer.from('a picture')
  }
  const cache = diskCache(folder, 1000)
  const answers = await Promise.all(Array.from({ length: 50 }, () => cache.take('one', fetch)))
  expect(new Set(answers.map(String))).toEqual(new Set(['a picture']))
  expect(fetched).toBe(1)
  expect(String(await cache.take('one', never))).toBe('a picture')
  expect(String(await diskCache(folder, 1000).take('one', never))).toBe('a picture')
})

test('a failure is told to all who ask and is not kept', async () => {
  const cache = diskCache(folder, 1000)
  const asked = await Promise.allSettled([cache.take('one', never), cache.take('one', never)])
  expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(String(await cache.take('one', async () => Buffer.from('now')))).toBe('now')
})

test('what was used longest ago goes when there is no room', async () => {
  const cache = diskCache(folder, 1000)
  for (const [index, name] of ['a', 'b', 'c', 'd'].entries()) {
    const before = new Set(await files())
    await cache.take(name, async () => Buffer.alloc(250, name))
    const [added] = (await files()).filter((at) => !before.has(at))
    await utimes(added!, index, index)
  }
  // used again, which its time says from now on
  await cache.take('a', never)
  await cache.take('e', async () => Buffer.alloc(250, 'e'))
  expect(await sum()).toBeLessThanOrEqual(900)
  expect(String(await cache.take('a', never))).toBe('a'.repeat(250))
  await expect(cache.take('b', never)).rejects.toThrow('fetched again')
  await expect(cache.take('c', never)).rejects.toThrow('fetched again')
})

test('no key leads out of the folder, and what a crash cut off is fetched again', async () => {
  const cache = diskCache(folder, 1000)
  for (const key of ['../../etc/passwd', '/etc/passwd', '', 'x'.repeat(10_000), 'a\0b'])
    await cache.take(key, async () => Buffer.from('kept'))
  expect(await files()).toHaveLength(5)
  for (const at of await files()) await writeFile(at, '')
  expect(String(await cache.take('/etc/passwd', async () => Buffer.from('again')))).toBe('again')
})

test('a folder that cannot be made keeps nothing, and what was fetched is given', async () => {
  await writeFile(path.join(folder, 'file'), '')
  const cache = diskCache(path.join(folder, 'file', 'below'), 1000)
  expect(String(await cache.take('one', async () => Buffer.from('given')))).toBe('given')
})
