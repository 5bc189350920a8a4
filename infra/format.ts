import path from 'node:path'
import { runCommand } from './embedded/command.ts'
import { PLACES } from './checks/places.ts'

// npm run format: brings every file of ours into the one format.
const ROOT = path.resolve(import.meta.dirname, '..')
const oxfmt = path.join(ROOT, 'node_modules', '.bin', 'oxfmt')
const { code, output } = await runCommand(process.execPath, [oxfmt, ...PLACES], { cwd: ROOT, timeoutMs: 60_000 })
process.stdout.write(`${output}\n`)
process.exit(code)
