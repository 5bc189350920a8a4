import type { Command, Option } from './command.ts'
import { COMMANDS } from './commands.ts'

/** What `medianest help` prints. */
export function overview(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(15)} ${summary}`)
  return `Usage: npx medianest <command> [options]

${lines.join('\n')}
  ${'help [command]'.padEnd(15)} Says more about one of them; so does <command> --help.

They find the running portal through its data folder (--data-dir or DATA_DIR; ./data
by default), or another one by --url and --key (MEDIANEST_URL and MEDIANEST_KEY).
--json prints JSON. Exit codes: 0 done, 1 failed, 2 wrong usage.
`
}

/** What `medianest <command> --help` prints. */
export function helpOn(name: string, command: Command): string {
  const options = Object.entries(command.options).map(
    ([option, spec]) => `  ${written(option, spec).padEnd(22)} ${spec.help}`,
  )
  return `Usage: ${usageOf(name, command)}

${command.summary}${command.details ? `\n${command.details}` : ''}

Options:
${options.join('\n')}
`
}

/** `npx medianest tree <id> [options]`. */
export const usageOf = (name: string, command: Command): string =>
  ['npx medianest', name, command.takes, '[options]'].filter((part) => part !== '').join(' ')

const written = (name: string, option: Option): string =>
  option.type === 'boolean' ? `--${name}` : `--${name} ${option.value}`
