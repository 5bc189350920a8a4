import { readdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { allContracts } from '../../contracts/index.ts'
import { routes } from '../../contracts/http.ts'
import type { Route } from '../../contracts/route.ts'
import { functionsByRole } from '../registry.ts'

const root = path.resolve(import.meta.dirname, '../..')
const all = Object.values(functionsByRole).flat()

describe('the registry', () => {
  it.each(all.map((fn) => [fn.name, fn] as const))('%s is named by its file and says what it does', (name, fn) => {
    const [folder, file] = name.split('.')
    const files = readdirSync(path.join(root, 'functions', folder!), { recursive: true, encoding: 'utf8' })
    expect(files.map((one) => path.basename(one))).toContain(`${file}.ts`)
    expect(fn.summary.length).toBeGreaterThan(10)
  })

  it('names every function once', () => {
    expect(new Set(all.map((fn) => fn.name)).size).toBe(all.length)
  })

  it('has exactly one owner for every command, query and action', () => {
    const owned = all.flatMap((fn) => {
      if ('answers' in fn) return [fn.answers.type]
      if ('acts' in fn) return [fn.acts.type]
      return 'on' in fn && fn.on.kind === 'command' ? [fn.on.type] : []
    })
    const wanted = allContracts.filter((c) => ['command', 'query', 'action'].includes(c.kind)).map((c) => c.type)
    expect(owned.toSorted()).toEqual(wanted.toSorted())
  })

  it('owns every contract of a route in its own domain', () => {
    for (const fn of all) {
      const contract = 'answers' in fn ? fn.answers : 'acts' in fn ? fn.acts : null
      if (contract) expect(contract.domain).toBe(fn.domain.name)
    }
    const known = new Set(allContracts.map((c) => c.type))
    for (const route of Object.values(routes as Record<string, Route>)) expect(known).toContain(route.contract.type)
  })
})
