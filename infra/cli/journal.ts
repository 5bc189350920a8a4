import { defineCommand } from './command.ts'
import { ENTRY_COLUMNS, entryLines, entryWidths } from './entry-rows.ts'
import { WrongUsage } from './failure.ts'
import { findPortal } from './find-portal.ts'
import { filterOf, JOURNAL_OPTIONS, sortKeys, wantedOf } from './journal-filter.ts'
import { print, printLines, remark, terminalWidth } from './output.ts'
import { PAGE, pages, printPages } from './pages.ts'
import { PortalApi } from './portal-api.ts'
import { headings } from './table.ts'

const USUAL = 50
const USUAL_TO_FOLLOW = 10

export default defineCommand({
  takes: '',
  summary: 'Shows what happened, newest first.',
  details: 'The first 8 digits of an id are enough for tree and redo.',
  words: [0, 0],
  options: JOURNAL_OPTIONS,
  async run(given) {
    const values = sortKeys(given)
    const filter = filterOf(values)
    const wanted = wantedOf(values, values.follow === true ? USUAL_TO_FOLLOW : USUAL)
    if (values.follow === true && (values.all === true || values.to !== undefined || values.cursor !== undefined))
      throw new WrongUsage('--follow has no end: leave out --all, --to and --cursor.')
    if (values.follow === true && values.kind === 'command')
      throw new WrongUsage('--follow hears events and dead letters, no commands.')
    const find = async () => new PortalApi(await findPortal(values))
    if (values.follow === true) {
      const { follow } = await import('./follow.ts')
      return follow(find, filter, Math.min(PAGE, wanted), values.json === true)
    }
    const api = await find()
    const found = pages((page) => api.ask('readJournal', { ...filter, ...page }), wanted, values.cursor)
    if (values.json === true) {
      await printPages(found, print)
      return 0
    }
    const width = terminalWidth()
    let widths: number[] | undefined
    let more = false
    for await (const { items, nextCursor } of found) {
      more = nextCursor !== null
      if (items.length === 0) break
      if (!widths) {
        widths = entryWidths(items, width)
        await printLines([headings(ENTRY_COLUMNS, widths)])
      }
      await printLines(entryLines(items, widths, width))
    }
    if (!widths) remark('Nothing in the journal is like that.')
    else if (more) remark('There is more: --limit N or --all shows it.')
    return 0
  },
})
