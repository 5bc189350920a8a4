import { expect, test } from 'vitest'
import { CHECKED_KINDS } from '../../../contracts/monitor-kinds.ts'
import { AddMonitor } from '../../../contracts/status.ts'
import { asKind, type Draft, EMPTY, formOf, inputOf, wrongFrom, wrongIn } from './draft.ts'

const good: Draft = { ...EMPTY, name: 'Plex', target: 'http://plex.lan:32400/identity' }
const TARGETS = { url: 'https://nas.lan/x', 'host-port': '[fe80::1]:22', host: 'nas.lan', none: '' }
const full: Draft = {
  ...good,
  keyword: 'ready',
  keywordAbsent: true,
  jsonPath: '$.state',
  jsonEquals: 'ok',
  certificateDays: '30',
  recordType: 'AAAA',
  expected: '::1',
  resolver: '10.0.0.1',
  retries: '2',
  degradedAboveMs: '800',
  dependsOn: ['5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11'],
}

test.each(CHECKED_KINDS)('a filled-in form of the kind %s is what the contract takes', (kind) => {
  const draft: Draft = { ...full, ...asKind(full, kind), target: TARGETS[formOf({ kind })] }
  expect(wrongIn(draft)).toEqual({})
  expect(AddMonitor.schema.safeParse(inputOf(draft)).error).toBeUndefined()
})

test('only what a kind has goes with it', () => {
  const of = (kind: Draft['kind']): unknown => inputOf({ ...full, kind }).options
  expect(of('http')).toEqual({
    keyword: 'ready',
    keywordAbsent: true,
    jsonPath: '$.state',
    jsonEquals: 'ok',
    certificateDays: 30,
  })
  expect(of('sonarr')).toEqual({ certificateDays: 30 })
  expect(of('dns')).toEqual({ recordType: 'AAAA', expected: '::1', resolver: '10.0.0.1' })
  expect(of('tcp')).toEqual({})
})

test('codes that nobody changed follow the kind, and one’s own stay', () => {
  expect(asKind(good, 'qbittorrent')).toMatchObject({ acceptedCodes: '200-299, 403' })
  expect(asKind({ ...good, acceptedCodes: '204' }, 'qbittorrent')).toEqual({ kind: 'qbittorrent' })
})

test.each<[Partial<Draft>, keyof Draft]>([
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(81) }, 'name'],
  [{ target: '' }, 'target'],
  [{ target: 'plex.lan' }, 'target'],
  [{ kind: 'tcp', target: 'nas.lan' }, 'target'],
  [{ kind: 'tcp', target: 'nas.lan:70000' }, 'target'],
  [{ kind: 'ping', target: 'http://nas.lan' }, 'target'],
  [{ intervalSeconds: '4' }, 'intervalSeconds'],
  [{ intervalSeconds: '' }, 'intervalSeconds'],
  [{ timeoutMs: '1.5' }, 'timeoutMs'],
  [{ retries: '11' }, 'retries'],
  [{ retrySeconds: '1' }, 'retrySeconds'],
  [{ degradedAboveMs: '0' }, 'degradedAboveMs'],
  [{ acceptedCodes: '2xx' }, 'acceptedCodes'],
])('%o is wrong in %s, here and for the contract', (part, field) => {
  const draft = { ...good, ...part }
  expect(Object.keys(wrongIn(draft))).toEqual([field])
  expect(AddMonitor.schema.safeParse(inputOf(draft)).success).toBe(false)
})

test("the portal's objections land at their fields", () => {
  const issues = [
    { path: 'target', message: 'No.' },
    { path: 'acceptedCodes.0', message: 'Codes.' },
    { path: 'options.jsonPath', message: 'Path.' },
    { path: 'elsewhere', message: 'x' },
  ]
  expect(wrongFrom({ code: 'INVALID', issues })).toEqual({ target: 'No.', acceptedCodes: 'Codes.', jsonPath: 'Path.' })
  expect(Object.keys(wrongFrom({ code: 'CONFLICT', issues: [] }))).toEqual(['name'])
})
