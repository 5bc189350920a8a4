import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { type Bench, type Figure, startBench } from './bench.ts'
import { benchBoard } from './board.ts'
import { benchChecks } from './checks.ts'
import { benchCommand } from './command.ts'
import { benchGrowth } from './growth.ts'
import { benchHistory } from './history.ts'
import { benchHooks } from './hooks.ts'
import { benchJournalFilters } from './journal-filters.ts'
import { benchJournal } from './journal.ts'
import { benchLibrary } from './library.ts'
import { benchLive } from './live.ts'
import { benchPaint } from './paint.ts'
import { type BenchPortal, benchFolder, startBenchPortal } from './portal-process.ts'
import { benchPublish } from './publish.ts'
import { benchRequests } from './requests.ts'
import { benchRest } from './rest.ts'
import { benchSearch } from './search.ts'

// npm run bench [-- publish command journal rest board checks live paint hooks history growth filters library requests search] [--entries 1000000]: prints what comes out, also where
// it falls short. The two sides of a ratio are measured by turns within this one run.
const { values, positionals: asked } = parseArgs({
  allowPositionals: true,
  options: { entries: { type: 'string', default: '100000' } },
})
const entries = Number(values.entries)

const ON_BUS: Record<string, (bench: Bench) => Promise<Figure[]>> = {
  publish: benchPublish,
  command: benchCommand,
  journal: benchJournal,
  growth: benchGrowth,
}
const ON_PORTAL: Record<string, (portal: BenchPortal) => Promise<Figure[]>> = {
  board: benchBoard,
  checks: benchChecks,
  live: benchLive,
  paint: benchPaint,
  search: benchSearch,
  hooks: benchHooks,
  filters: (portal) => benchJournalFilters(portal, entries),
}

const wanted = (name: string): boolean => asked.length === 0 || asked.includes(name)

function print(figures: readonly Figure[]): void {
  for (const figure of figures) {
    const ratio = figure.ratio === undefined ? '' : `  ratio ${figure.ratio.toFixed(2)}`
    const aim = figure.aim === undefined ? '' : ` (aim: ${figure.aim})`
    const against = figure.against === undefined ? '' : `    against ${figure.against}\n`
    process.stdout.write(`${figure.what}: ${figure.value}${ratio}${aim}\n${against}`)
  }
}

async function onBus(): Promise<void> {
  if (!Object.keys(ON_BUS).some(wanted)) return
  const bench = await startBench()
  try {
    for (const [name, measure] of Object.entries(ON_BUS)) if (wanted(name)) print(await measure(bench))
  } finally {
    await bench.stop()
  }
}

async function onPortal(): Promise<void> {
  if (!Object.keys(ON_PORTAL).some(wanted)) return
  const { dataDir, remove } = await benchFolder()
  const portal = await startBenchPortal(dataDir)
  try {
    await portal.signIn()
    for (const [name, measure] of Object.entries(ON_PORTAL)) if (wanted(name)) print(await measure(portal))
  } finally {
    await portal.stop()
    await remove()
  }
}

process.stdout.write(`${availableParallelism()} cores (${cpus()[0]?.model ?? '?'}), Node ${process.versions.node}\n`)
await onBus()
if (wanted('rest')) print(await benchRest())
if (wanted('history')) print(await benchHistory())
if (wanted('library')) print(await benchLibrary())
if (wanted('requests')) print(await benchRequests())
await onPortal()
process.exit(0)
