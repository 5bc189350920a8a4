import type { Entry } from '../../contracts/journal.ts'
import { shownId, shownKey } from './output.ts'
import { plain } from './printed.ts'
import { type Column, layOut, toLines } from './table.ts'
import { shortTime } from './time.ts'

/** The columns of a list of entries. */
export const ENTRY_COLUMNS: readonly Column[] = [
  { title: 'time' },
  { title: 'kind' },
  { title: 'type', atLeast: 12 },
  { title: 'about', atLeast: 9, yields: true },
  { title: 'by', atLeast: 10, yields: true },
  { title: 'id' },
]

const KINDS = { event: 'event', command: 'command', 'dead-letter': 'dead' } as const

/** A person by the name that they had then; everybody else as the journal has them. */
export const shownActor = ({ actor, actorName }: Pick<Entry, 'actor' | 'actorName'>): string =>
  actorName && actor.startsWith('user:') ? `user:${actorName}` : actor

/** An entry as the cells of its row. */
export const entryCells = (entry: Entry, width: number): string[] => [
  shortTime(entry.time),
  KINDS[entry.kind],
  plain(entry.type),
  shownKey(entry.key, width),
  plain(shownActor(entry)),
  shownId(entry.id, width),
]

/** Widths that suit these entries and leave room for others like them, so that later pages stand under the first. */
export function entryWidths(entries: readonly Entry[], width: number): number[] {
  const usual = ['', 'command', 'x'.repeat(22), 'x'.repeat(12), 'x'.repeat(16), '']
  return layOut(ENTRY_COLUMNS, [usual, ...entries.map((entry) => entryCells(entry, width))], width)
}

/** Entries as lines. */
export const entryLines = (entries: readonly Entry[], widths: readonly number[], width: number): string[] =>
  toLines(
    ENTRY_COLUMNS,
    entries.map((entry) => entryCells(entry, width)),
    widths,
  )
