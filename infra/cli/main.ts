import { createRequire } from 'node:module'
import { ConfigError } from '../secret-files.ts'
import { COMMANDS } from './commands.ts'
import { Failure, WrongUsage } from './failure.ts'
import { helpOn, overview } from './help.ts'
import { readArguments } from './read-arguments.ts'

/** The exit code: 0 done, 1 failed, 2 wrong usage. */
async function run([name, ...rest]: string[]): Promise<number> {
  if (name === undefined) {
    process.stderr.write(overview())
    return 2
  }
  if (name === '--version' || name === '-v') {
    const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }
    process.stdout.write(`${version}\n`)
    return 0
  }
  const isHelp = name === 'help' || name === '--help' || name === '-h'
  const wanted = isHelp ? rest[0] : name
  if (wanted === undefined) {
    process.stdout.write(overview())
    return 0
  }
  if (!Object.hasOwn(COMMANDS, wanted)) {
    const why = wanted.startsWith('-') ? 'The command comes first, then its options' : `There is no command "${wanted}"`
    process.stderr.write(`${why}: one of ${Object.keys(COMMANDS).join(', ')} or help.\n`)
    return 2
  }
  const command = (await COMMANDS[wanted]!.load()).default
  try {
    const { values, words, help } = readArguments(command, isHelp ? ['--help'] : rest)
    if (!help) return await command.run(values, words)
    process.stdout.write(helpOn(wanted, command))
    return 0
  } catch (error) {
    if (error instanceof WrongUsage) {
      process.stderr.write(`${error.message} "npx medianest ${wanted} --help" says what it takes.\n`)
      return 2
    }
    if (error instanceof Failure || error instanceof ConfigError) process.stderr.write(`${error.message}\n`)
    else process.stderr.write(`${wanted} failed: ${(error as Error).stack ?? String(error)}\n`)
    return 1
  }
}

// whoever read us had enough (| head): nothing went wrong
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})
const code = await run(process.argv.slice(2))
// what is still under way (a connection that never came about) must not keep the person waiting
process.stdout.write('', () => process.exit(code))
