import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'ERROR', 60: 'FATAL' }

/**
 * The log of the process: JSON lines to the standard output, or short lines for a person when that is a terminal.
 * Secrets never get here: what reaches the log reaches whoever collects it.
 */
export function createLog(level: string): Logger {
  const options = { level, base: null }
  return process.stdout.isTTY ? pino(options, shortLines(process.stdout)) : pino(options)
}

/** Turns pino's JSON lines into `12:34:56 info  what happened key=value`. */
export function shortLines(out: { write(text: string): unknown }): DestinationStream {
  return {
    write(line) {
      const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown>
      const clock = new Date(Number(time)).toTimeString().slice(0, 8)
      const fields = Object.entries(rest).map(([key, value]) => ` ${key}=${printed(value)}`)
      const error = err === undefined ? '' : `\n  ${stackOf(err).replaceAll('\n', '\n  ')}`
      out.write(`${clock} ${(LEVELS[Number(level)] ?? '').padEnd(5)} ${printed(msg ?? '')}${fields.join('')}${error}\n`)
    },
  }
}

function printed(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function stackOf(err: unknown): string {
  const { stack, message } = err as { stack?: string; message?: string }
  return stack ?? message ?? printed(err)
}
