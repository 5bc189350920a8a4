import path from 'node:path'
import { runCommand } from '../embedded/command.ts'
import { PLACES } from './places.ts'

// npm run verify: all that can be known without a server, in well under a minute. Every step runs, then the code is given.
const ROOT = path.resolve(import.meta.dirname, '../..')

const bin = (name: string) => path.join(ROOT, 'node_modules', '.bin', name)

const STEPS: [string, string[]][] = [
  ['format', [bin('oxfmt'), '--check', ...PLACES]],
  ['lint', [bin('oxlint'), '--type-aware', ...PLACES]],
  ['types', [bin('tsc'), '-p', ROOT]],
  ['unit tests and import rule', [path.join(ROOT, 'infra', 'launch.mjs'), 'infra/test/run.ts', 'unit']],
]

let failed = 0
for (const [name, words] of STEPS) {
  const begun = performance.now()
  const { code, output } = await runCommand(process.execPath, words, { cwd: ROOT, timeoutMs: 300_000 })
  if (code !== 0) failed += 1
  const took = `${((performance.now() - begun) / 1000).toFixed(1)} s`
  process.stdout.write(code === 0 ? `ok      ${name} (${took})\n` : `FAILED  ${name} (${took})\n${output}\n`)
}
process.exit(failed === 0 ? 0 : 1)
