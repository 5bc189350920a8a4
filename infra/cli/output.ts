import { once } from 'node:events'
import { plain } from './printed.ts'

/** Columns of the terminal; 80 where the output is no terminal and COLUMNS says nothing. */
export function terminalWidth(): number {
  const given = Number(process.env.COLUMNS)
  return process.stdout.columns ?? (Number.isInteger(given) && given >= 40 ? given : 80)
}

/** Whether 36 columns of id leave room for the rest; short ids are good for the commands too. */
export const showsWholeIds = (width: number): boolean => width >= 120

/** An id as it is shown: its first 8 digits, or all of it in a wide terminal. */
export const shownId = (id: string, width: number): string => (showsWholeIds(width) ? id : id.slice(0, 8))

/** What an entry is about; an id is shortened like one. */
export const shownKey = (key: string, width: number): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key) ? shownId(key, width) : plain(key)

/** Writes to the standard output and waits where the reader is slower. */
export async function print(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

export const printLines = (lines: readonly string[]): Promise<void> =>
  lines.length > 0 ? print(`${lines.join('\n')}\n`) : Promise.resolve()

export const printJson = (value: unknown): Promise<void> => print(`${JSON.stringify(value, undefined, 2)}\n`)

/** A remark that is no part of the answer. */
export const remark = (sentence: string): void => void process.stderr.write(`${sentence}\n`)
