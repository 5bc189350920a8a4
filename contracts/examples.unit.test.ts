import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandContract, EventContract } from './define.ts'
import { allContracts } from './index.ts'

const folder = path.resolve(import.meta.dirname, 'examples')
const files = readdirSync(folder)
const stored = allContracts.filter(
  (c): c is EventContract | CommandContract => c.kind === 'event' || c.kind === 'command',
)
const nameOf = (contract: { type: string; version: number }): string => `${contract.type}.v${contract.version}.json`

/** Messages of every version that was ever published stay readable: an example is added and never changed or removed. */
describe('recorded examples', () => {
  it.each(stored.map((c) => [nameOf(c), c] as const))(
    '%s is kept, understood, and comes out as it went in',
    (name, contract) => {
      expect(files).toContain(name)
      const example = JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as unknown
      expect(contract.schema.parse(example)).toEqual(example)
      expect(contract.key(contract.schema.parse(example))).toMatch(/./)
    },
  )

  it('belong to contracts that still know them', () => {
    const known = new Set(stored.map(nameOf))
    expect(files.filter((file) => !known.has(file))).toEqual([])
  })

  it('are understood with fields that a newer version might add', () => {
    for (const contract of stored) {
      const example = JSON.parse(readFileSync(path.join(folder, nameOf(contract)), 'utf8')) as Record<string, unknown>
      expect(contract.schema.parse({ ...example, fromTheFuture: true })).toEqual(example)
    }
  })
})
