import { styleText } from 'node:util'
import { padded, shortened, widthOf } from './printed.ts'

export interface Column {
  /** The heading; none when no column has one. */
  title?: string
  /** Columns of the terminal that it keeps when there is too little room; its whole width when missing. */
  atLeast?: number
  right?: boolean
  /** Gives way before the others do. */
  yields?: boolean
}

const GAP = 2

/** The columns' widths for these rows in a terminal of `width` columns: what is widest gives way first. */
export function layOut(columns: readonly Column[], rows: readonly (readonly string[])[], width: number): number[] {
  const widths = columns.map(({ title = '' }, at) =>
    Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))),
  )
  const floors = columns.map(({ atLeast }, at) => Math.min(widths[at] ?? 0, atLeast ?? widths[at] ?? 0))
  const room = width - GAP * (columns.length - 1)
  for (let over = widths.reduce((a, b) => a + b, 0) - room; over > 0; over -= 1) {
    const spare = widths.map((own, at) => (own > (floors[at] ?? 0) ? own : 0))
    const yielding = spare.map((own, at) => (columns[at]?.yields === true ? own : 0))
    const widest = widestOf(yielding) ?? widestOf(spare)
    if (widest === undefined) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  return widths
}

/** The place of the largest number; undefined when all are 0. */
function widestOf(numbers: readonly number[]): number | undefined {
  const most = Math.max(...numbers)
  return most > 0 ? numbers.indexOf(most) : undefined
}

/** Rows as lines under those widths. */
export const toLines = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
): string[] =>
  rows.map((row) =>
    columns
      .map(({ right }, at) => padded(shortened(row[at] ?? '', widths[at] ?? 0), widths[at] ?? 0, right))
      .join(' '.repeat(GAP))
      .trimEnd(),
  )

/** The line of headings, dimmed where the terminal can. */
export const headings = (columns: readonly Column[], widths: readonly number[]): string =>
  styleText('dim', toLines(columns, [columns.map(({ title = '' }) => title)], widths)[0] ?? '')
