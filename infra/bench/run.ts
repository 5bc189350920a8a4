import { availableParallelism, cpus } from 'node:os'
import { type Bench, type Figure, startBench } from './bench.ts'
import { benchCommand } from './command.ts'
import { benchJournal } from './journal.ts'
import { benchPublish } from './publish.ts'

// npm run bench [-- publish command journal]: prints what comes out, also where it falls short. Two sides of a ratio are
// measured by turns within this one run.
const BUS: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  publish: benchPublish,
  command: benchCommand,
  journal: benchJournal,
}

const asked = process.argv.slice(2)
const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name)

const line = (figure: Figure): string => {
  const ratio = figure.ratio === undefined ? '' : `  ratio ${figure.ratio.toFixed(2)}`
  const aim = figure.aim === undefined ? '' : ` (aim ${figure.aim})`
  return `${figure.what}: ${figure.value}${ratio}${aim}${figure.against ? `\n    against ${figure.against}` : ''}`
}

process.stdout.write(`${availableParallelism()} cores (${cpus()[0]?.model ?? '?'}), Node ${process.versions.node}\n`)
const bench = await startBench()
try {
  for (const [name, measure] of Object.entries(BUS)) {
    if (!wanted(name)) continue
    for (const figure of await measure(bench)) process.stdout.write(`${line(figure)}\n`)
  }
} finally {
  await bench.stop()
}
process.exit(0)
