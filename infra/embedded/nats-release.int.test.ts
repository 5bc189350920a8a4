import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fromRelease } from './nats-release.ts'

const HERE = `${process.platform}-${process.arch}`
let folder: string
let server: Server
let address: string
let archive: Buffer
let file = ''
let silent = false

/** A release with one archive, made here, of a file that is no program. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-release-'))
  silent = false
  server = createServer((request, response) => {
    if (silent) return
    file = (request.url ?? '').slice(1)
    if (file === 'SHA256SUMS') response.end(`${sum(archive)}  nats-server-v2.10.29-here.tar.gz\n`)
    else response.end(archive)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const inside = path.join(folder, 'made', 'nats-server-v2.10.29-here')
  await mkdir(inside, { recursive: true })
  await writeFile(path.join(inside, 'nats-server'), 'the binary')
  spawnSync('tar', ['-czf', path.join(folder, 'made.tar.gz'), '-C', path.join(folder, 'made'), '.'])
  archive = await readFile(path.join(folder, 'made.tar.gz'))
})
afterEach(async () => {
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

const sum = (body: Buffer) => createHash('sha256').update(body).digest('hex')
const release = (sha256?: string) => ({ address, archives: { [HERE]: { name: 'here', sha256 } } })

test('an archive with the pinned checksum is unpacked', async () => {
  const binary = await fromRelease(folder, release(sum(archive)))
  expect(await readFile(binary, 'utf8')).toBe('the binary')
  expect(file).toBe('nats-server-v2.10.29-here.tar.gz')
})

test("where none is pinned the release's own list is asked", async () => {
  expect(await readFile(await fromRelease(folder, release()), 'utf8')).toBe('the binary')
})

test('an archive with another checksum is refused', async () => {
  await expect(fromRelease(folder, release('0'.repeat(64)))).rejects.toThrow(/checksum is .* and should be 000/)
})

test('a source that stays silent is given up after 3 s', async () => {
  silent = true
  const begun = performance.now()
  await expect(fromRelease(folder, release(sum(archive)))).rejects.toThrow('no answer within 3 s')
  expect(performance.now() - begun).toBeLessThan(4500)
})
