/** One option of a command, `--name` or `--name VALUE`. */
export type Option = { type: 'boolean'; help: string } | { type: 'string'; value: string; help: string }
export type Options = Readonly<Record<string, Option>>

export type Values<O extends Options> = {
  [K in keyof O]?: O[K] extends { type: 'boolean' } ? boolean : string
}

interface Described {
  /** What follows the name: `<id>`; empty when nothing does. */
  takes: string
  summary: string
  /** More lines for `--help`. */
  details?: string
  /** How many words may follow the name, at least and at most. */
  words: readonly [number, number]
}

/** A command as the table of commands knows it, whatever its options are. */
export interface Command extends Described {
  options: Options
  /** The exit code. Throws `Failure` or `WrongUsage`. */
  run(values: Values<Options>, words: readonly string[]): Promise<number>
}

/** Ties what `run` receives to the options that are declared. */
export function defineCommand<const O extends Options>(
  command: Described & { options: O; run(values: Values<O>, words: readonly string[]): Promise<number> },
): Command {
  return command
}

const json = { type: 'boolean', help: 'Print JSON instead of a table.' } as const
const dataDir = {
  type: 'string',
  value: 'FOLDER',
  help: 'The data folder of the portal (DATA_DIR; ./data by default).',
} as const

/** For commands that work on the data folder of this machine. */
export const LOCAL = { json, 'data-dir': dataDir } as const

/** For commands that ask a portal, wherever it runs. */
export const REMOTE = {
  ...LOCAL,
  url: { type: 'string', value: 'ADDRESS', help: 'Another portal than that of the data folder (MEDIANEST_URL).' },
  key: {
    type: 'string',
    value: 'KEY',
    help: 'Its operator key (better in MEDIANEST_KEY, where no process list shows it).',
  },
} as const
