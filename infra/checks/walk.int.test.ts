import { cp, mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { runCommand } from '../embedded/command.ts'
import { followWalk } from './follow-walk.ts'

const root = path.resolve(import.meta.dirname, '../..')
const folders = ['contracts', 'bus', 'functions', 'ui', 'infra']

it('CONTRIBUTING.md, followed word for word, gives a function that compiles and passes the checks', async () => {
  const copy = await mkdtemp(path.join(tmpdir(), 'medianest-walk-'))
  try {
    const filter = (source: string): boolean => !/[\\/](dist|node_modules)$/.test(source)
    await Promise.all([
      ...folders.map((name) => cp(path.join(root, name), path.join(copy, name), { recursive: true, filter })),
      ...['package.json', 'tsconfig.json'].map((name) => cp(path.join(root, name), path.join(copy, name))),
      symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules')),
    ])
    const touched = followWalk(await readFile(path.join(root, 'CONTRIBUTING.md'), 'utf8'), copy)
    expect(touched.length).toBeGreaterThan(10)
    const run = (tool: string, ...args: string[]) =>
      runCommand(process.execPath, [path.join(root, 'node_modules/.bin', tool), ...args], {
        cwd: copy,
        timeoutMs: 100_000,
      })
    expect((await run('tsc', '-p', copy)).output).toBe('')
    const checks = ['contracts', 'infra/checks/registry', 'infra/checks/imports', 'ui']
    const units = await run('vitest', 'run', '-c', 'infra/test/vitest.config.ts', '--project', 'unit', ...checks)
    expect(units, units.output).toMatchObject({ code: 0 })
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}, 120_000)
