import { parseArgs } from 'node:util'
import type { Command, Options, Values } from './command.ts'
import { WrongUsage } from './failure.ts'

export interface Arguments {
  values: Values<Options>
  words: string[]
  help: boolean
}

/** The words after a command's name, sorted into options and the rest. Throws `WrongUsage`. */
export function readArguments(command: Command, args: readonly string[]): Arguments {
  const options = Object.fromEntries(Object.entries(command.options).map(([name, { type }]) => [name, { type }]))
  try {
    const parsed = parseArgs({
      args: withValues(command, args),
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      allowPositionals: true,
    })
    const { help, ...values } = parsed.values as Values<Options> & { help?: boolean }
    const words = parsed.positionals
    if (help !== true) checkWords(command, words)
    return { values, words, help: help === true }
  } catch (error) {
    if (error instanceof WrongUsage) throw error
    // Node's own sentence; what it advises about '--' after that helps nobody here
    throw new WrongUsage(`${(error as Error).message.split(/\.?(?:\s|$)(?=To |$)/)[0]}.`)
  }
}

/**
 * `--key VALUE` as `--key=VALUE`: a value may begin with a dash (one key in 64 does), which Node takes for a mistake.
 * What is an option of ours by itself is not swallowed as a value.
 */
function withValues({ options }: Command, args: readonly string[]): string[] {
  const joined: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const [arg = '', next] = [args[at], args[at + 1]]
    if (arg === '--') return [...joined, ...args.slice(at)]
    const option = arg.startsWith('--') && Object.hasOwn(options, arg.slice(2)) ? options[arg.slice(2)] : undefined
    if (option?.type === 'string') {
      if (next === undefined || isOption(options, next)) throw new WrongUsage(`${arg} wants its ${option.value}.`)
      joined.push(`${arg}=${next}`)
      at += 1
    } else joined.push(arg)
  }
  return joined
}

const isOption = (options: Options, text: string): boolean =>
  ['--', '--help', '-h'].includes(text) ||
  (text.startsWith('--') && Object.hasOwn(options, text.slice(2).split('=')[0] ?? ''))

function checkWords(command: Command, words: readonly string[]): void {
  const [least, most] = command.words
  if (words.length < least) throw new WrongUsage(`${command.takes} is missing.`)
  if (words.length > most) throw new WrongUsage(`"${words[most]}" is one word too many.`)
}
