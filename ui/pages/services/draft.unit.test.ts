import { expect, test } from 'vitest'
import { AddMonitor } from '../../../contracts/status.ts'
import { EMPTY, inputOf, wrongFrom, wrongIn, type Draft } from './draft.ts'

const good: Draft = { ...EMPTY, name: 'Plex', target: 'http://plex.lan:32400/identity' }

test('a good draft is what the contract takes', () => {
  expect(wrongIn(good)).toEqual({})
  expect(AddMonitor.schema.safeParse(inputOf(good)).success).toBe(true)
  const tcp: Draft = { ...good, kind: 'tcp', target: '[fe80::1]:22', acceptedCodes: 'none' }
  expect(wrongIn(tcp)).toEqual({})
  expect(AddMonitor.schema.safeParse(inputOf(tcp)).success).toBe(true)
})

test.each<[Partial<Draft>, keyof Draft]>([
  [{ name: ' ' }, 'name'],
  [{ name: 'x'.repeat(81) }, 'name'],
  [{ target: '' }, 'target'],
  [{ target: 'plex.lan' }, 'target'],
  [{ kind: 'tcp', target: 'nas.lan' }, 'target'],
  [{ kind: 'tcp', target: 'nas.lan:70000' }, 'target'],
  [{ intervalSeconds: '4' }, 'intervalSeconds'],
  [{ intervalSeconds: '' }, 'intervalSeconds'],
  [{ timeoutMs: '1.5' }, 'timeoutMs'],
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
    { path: 'elsewhere', message: 'x' },
  ]
  expect(wrongFrom({ code: 'INVALID', issues })).toEqual({ target: 'No.', acceptedCodes: 'Codes.' })
  expect(Object.keys(wrongFrom({ code: 'CONFLICT', issues: [] }))).toEqual(['name'])
})
