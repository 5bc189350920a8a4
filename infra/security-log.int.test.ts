import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSecurityLog } from './security-log.ts'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'medianest-security-'))
  file = path.join(folder, 'security.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const linesOf = (name: string): string[] => readFileSync(name, 'utf8').trimEnd().split('\n')

test('the file is there before anything happened, for Fail2Ban to watch, and not for everybody', () => {
  openSecurityLog(folder)
  expect(readFileSync(file, 'utf8')).toBe('')
  expect(statSync(file).mode & 0o777).toBe(0o640)
})

test('lines come in their order, after those that were there', async () => {
  const first = openSecurityLog(folder)
  first.note('key-refused', { address: '203.0.113.7' })
  await first.close()
  const log = openSecurityLog(folder)
  for (let failures = 1; failures <= 500; failures++) log.note('sign-in-failed', { address: '2001:db8::7', failures })
  await log.close()
  const lines = linesOf(file)
  expect(lines).toHaveLength(501)
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z medianest key-refused address=203\.0\.113\.7$/)
  expect(lines.slice(1).map((line) => Number(line.split('failures=')[1]))).toEqual(
    Array.from({ length: 500 }, (_, i) => i + 1),
  )
})

test('a full file steps aside, and both are as readable as before', async () => {
  const log = openSecurityLog(folder, { maxBytes: 1000 })
  for (let failures = 1; failures <= 30; failures++) {
    log.note('sign-in-failed', { address: '203.0.113.7', failures })
    await log.close()
  }
  expect(statSync(file).size).toBeLessThanOrEqual(1000)
  expect(statSync(`${file}.1`).size).toBeLessThanOrEqual(1000)
  expect(existsSync(`${file}.2`)).toBe(false)
  for (const name of [file, `${file}.1`]) expect(statSync(name).mode & 0o777).toBe(0o640)
  expect([...linesOf(`${file}.1`), ...linesOf(file)].at(-1)).toMatch(/failures=30$/)
})

test('what cannot be written is told and stops nothing', async () => {
  const heard: Error[] = []
  const log = openSecurityLog(folder, { complain: (error) => heard.push(error) })
  rmSync(folder, { recursive: true })
  log.note('sign-in-failed', { address: '203.0.113.7' })
  await log.close()
  expect(heard).toHaveLength(1)
  expect(() => openSecurityLog('/dev/null/no')).toThrow()
})
