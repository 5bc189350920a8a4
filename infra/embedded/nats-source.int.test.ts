import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findNatsServer } from './nats-source.ts'

let folder: string
const said: string[] = []
const log = pino({ level: 'warn' }, { write: (line: string) => void said.push(line) })

beforeEach(async () => {
  said.length = 0
  folder = await mkdtemp(path.join(tmpdir(), 'medianest-source-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Something that answers `--version` with these words. */
async function fake(file: string, words: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, `#!/bin/sh\n${words}\n`)
  await chmod(file, 0o755)
  return file
}

test('the given one comes first', async () => {
  const given = await fake(path.join(folder, 'given'), 'echo nats-server: v2.11.0')
  expect(await findNatsServer({ cacheDir: folder, given, log, env: { PATH: '' } })).toEqual({
    file: given,
    version: '2.11.0',
  })
  expect(said).toEqual([])
})

test('what is too old, broken or another program falls on to the next, with a sentence each', async () => {
  const given = await fake(path.join(folder, 'given'), 'exit 3')
  await fake(path.join(folder, 'bin', 'nats-server'), 'echo nats-server: v2.10.22')
  const cached = await fake(path.join(folder, 'nats-server', '2.12.1', 'nats-server'), 'echo nats-server: v2.12.1')
  await fake(path.join(folder, 'nats-server', '2.13.0', 'nats-server'), 'echo hello')
  const env = { PATH: path.join(folder, 'bin') }
  expect(await findNatsServer({ cacheDir: folder, given, log, env })).toEqual({ file: cached, version: '2.12.1' })
  expect(said.join('')).toMatch(/NATS_SERVER_BIN.*does not run[\s\S]*older than 2\.10\.23[\s\S]*put aside/)
})
