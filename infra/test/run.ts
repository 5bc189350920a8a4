import path from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'
import { startVitest } from 'vitest/node'
import { runCommand } from '../embedded/command.ts'
import { installWhatIsMissing } from './missing.ts'

// npm test [-- unit|int|e2e] [file filters] [-t NAME] [-u]: everything without a kind, types included.
const KINDS = ['unit', 'int', 'e2e']
const ROOT = path.resolve(import.meta.dirname, '../..')

interface Count {
  passed: number
  failed: number
  skipped: string[]
}

/** Counts single tests, and a file or a set-up that fell over as one failure. */
class Counting implements Reporter {
  readonly count: Count = { passed: 0, failed: 0, skipped: [] }

  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    this.count.failed += errors.length
    for (const file of modules) {
      const tests = [...file.children.allTests()]
      for (const test of tests) {
        const { state } = test.result()
        if (state === 'passed') this.count.passed += 1
        else if (state === 'skipped') this.count.skipped.push(`${file.relativeModuleId}: ${test.fullName}`)
        else this.count.failed += 1
      }
      if (file.state() === 'failed' && !tests.some((test) => test.result().state === 'failed')) this.count.failed += 1
    }
  }
}

async function run(words: string[]): Promise<Count> {
  const kinds = words.filter((word) => KINDS.includes(word))
  const named = words.indexOf('-t')
  const testNamePattern = named >= 0 ? words[named + 1] : undefined
  const filters = words.filter(
    (word, place) => !KINDS.includes(word) && word !== '-u' && (named < 0 || (place !== named && place !== named + 1)),
  )
  if (kinds.length === 0 || kinds.includes('e2e')) installWhatIsMissing()

  const reporter = new Counting()
  if (words.length === 0) await checkTypes(reporter.count)
  const vitest = await startVitest('test', filters, {
    root: ROOT,
    config: path.join(import.meta.dirname, 'vitest.config.ts'),
    run: true,
    watch: false,
    project: kinds.length > 0 ? kinds : KINDS,
    passWithNoTests: true,
    testNamePattern,
    update: words.includes('-u'),
    reporters: [process.env.TEST_REPORTER ?? 'default', reporter],
  })
  await vitest.close()
  return reporter.count
}

/** Many promises of the bus are made to the compiler: `@ts-expect-error` is their test. */
async function checkTypes(count: Count): Promise<void> {
  const tsc = path.join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc')
  const { code, output } = await runCommand(process.execPath, [tsc, '-p', ROOT], { cwd: ROOT, timeoutMs: 180_000 })
  if (code === 0) {
    count.passed += 1
    process.stdout.write(' types: as they should be\n')
  } else {
    count.failed += 1
    process.stdout.write(` types:\n${output}\n`)
  }
}

const strict = /^(1|true)$/i.test(process.env.CI ?? '')
let count: Count = { passed: 0, failed: 1, skipped: [] }
try {
  count = await run(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
}
if (count.skipped.length > 0) {
  process.stdout.write(
    `\nSkipped${strict ? ', which counts as failed with CI=true' : ''}:\n  ${count.skipped.join('\n  ')}\n`,
  )
  // a filter by name skips all the others
  if (strict && !process.argv.includes('-t')) count.failed += count.skipped.length
}
// something outside every test, such as a server that did not start
if (process.exitCode && count.failed === 0) count.failed = 1
process.stdout.write(`\n${count.passed} passed, ${count.failed} failed\n`)
process.exit(count.failed === 0 ? 0 : 1)
