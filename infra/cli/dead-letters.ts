import type { DeadLetter } from '../../contracts/journal.ts'
import { defineCommand, REMOTE } from './command.ts'
import { findPortal } from './find-portal.ts'
import { wantedOf } from './journal-filter.ts'
import { print, printLines, remark, shownId, shownKey, terminalWidth } from './output.ts'
import { pages, printPages } from './pages.ts'
import { PortalApi } from './portal-api.ts'
import { plain, shortened } from './printed.ts'
import { type Column, headings, layOut, toLines } from './table.ts'
import { shortTime } from './time.ts'

const COLUMNS: readonly Column[] = [
  { title: 'time' },
  { title: 'function', atLeast: 12 },
  { title: 'about', atLeast: 6 },
  { title: 'tries', right: true },
  { title: 'redone' },
  { title: 'id' },
]
const INDENT = '  '

export default defineCommand({
  takes: '',
  summary: 'Lists what a function gave up on, newest first, with the reason.',
  details: 'medianest redo <id> has one handled again; medianest tree <id> shows how it came about.',
  words: [0, 0],
  options: {
    open: { type: 'boolean', help: 'Only those that nobody had handled again.' },
    limit: { type: 'string', value: 'N', help: 'How many at most; 50 by default.' },
    all: { type: 'boolean', help: 'All that there are, page after page.' },
    ...REMOTE,
  },
  async run(values) {
    const wanted = wantedOf(values, 50)
    const api = new PortalApi(await findPortal(values))
    const state = values.open === true ? 'open' : 'all'
    const found = pages((page) => api.ask('listDeadLetters', { state, ...page }), wanted)
    if (values.json === true) {
      await printPages(found, print)
      return 0
    }
    let any = false
    let more = false
    for await (const { items, nextCursor } of found) {
      more = nextCursor !== null
      if (items.length === 0) break
      await printLines(deadLetterLines(items, terminalWidth(), !any))
      any = true
    }
    if (!any) remark(state === 'open' ? 'No dead letters are open.' : 'There are no dead letters.')
    else if (more) remark('There is more: --limit N or --all shows it.')
    return 0
  },
})

/** Two lines for each: what it is, and why it died. */
export function deadLetterLines(letters: readonly DeadLetter[], width: number, withHeadings: boolean): string[] {
  const rows = letters.map((letter) => [
    shortTime(letter.time),
    plain(letter.function),
    shownKey(letter.key, width),
    String(letter.attempts),
    letter.redoneAt === null ? 'no' : shortTime(letter.redoneAt),
    shownId(letter.id, width),
  ])
  const widths = layOut(COLUMNS, rows, width)
  const lines = toLines(COLUMNS, rows, widths).flatMap((line, at) => {
    const { type, error } = letters[at] as DeadLetter
    return [line, shortened(`${INDENT}${plain(type)}: ${error.code}, ${plain(error.message)}`, width)]
  })
  return withHeadings ? [headings(COLUMNS, widths), ...lines] : lines
}
