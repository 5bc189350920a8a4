import { EntryKind } from '../../contracts/journal.ts'
import type { RouteInput } from '../../contracts/http.ts'
import { REMOTE, type Values } from './command.ts'
import { WrongUsage } from './failure.ts'
import { fromEnv } from './find-portal.ts'
import { readTime } from './time.ts'

/** The options of `journal`. */
export const JOURNAL_OPTIONS = {
  domain: { type: 'string', value: 'NAME', help: 'Only this domain: requests, status, auth …' },
  type: { type: 'string', value: 'TYPE', help: 'Only this type: requests.approved, or the bare word approved.' },
  about: { type: 'string', value: 'KEY', help: 'Only what is about this: the id of a request, a monitor …' },
  actor: { type: 'string', value: 'WHO', help: 'Only by user:NAME, hook:SOURCE, function:NAME, operator, system.' },
  correlation: { type: 'string', value: 'ID', help: 'Only what hangs together under this id.' },
  kind: { type: 'string', value: 'KIND', help: 'Only event, command or dead-letter.' },
  from: { type: 'string', value: 'WHEN', help: 'Not before: 2h, 30m or 1d ago, or 2025-11-20T18:00.' },
  to: { type: 'string', value: 'WHEN', help: 'Before.' },
  limit: { type: 'string', value: 'N', help: 'How many at most; 50 by default.' },
  all: { type: 'boolean', help: 'All that there are, page after page.' },
  cursor: { type: 'string', value: 'CURSOR', help: 'Go on where a page ended (nextCursor of --json).' },
  follow: { type: 'boolean', help: 'The latest 10, oldest first, then each as it comes (no commands).' },
  ...REMOTE,
  key: { type: 'string', value: 'KEY', help: 'Like --about; where --url names a portal, the key to that.' },
} as const

export type JournalValues = Values<typeof JOURNAL_OPTIONS>

export type Filter = Pick<
  RouteInput<'readJournal'>,
  'domain' | 'type' | 'key' | 'actor' | 'correlationId' | 'kind' | 'from' | 'to'
>

/**
 * Both the journal's entries and another portal have a key. Beside an address `--key` is the portal's, as with every
 * command; without one there is no portal for it to open, and it is the filter.
 */
export function sortKeys(values: JournalValues): JournalValues {
  const { key, ...rest } = values
  const another = values.url ?? (values['data-dir'] === undefined ? fromEnv('MEDIANEST_URL') : undefined)
  if (key === undefined || another !== undefined) return values
  return { ...rest, about: values.about ?? key }
}

/** The filter that the options say, as the API takes it. Throws `WrongUsage`. */
export function filterOf(values: JournalValues, now: Date = new Date()): Filter {
  const kind = values.kind === undefined ? undefined : EntryKind.safeParse(values.kind)
  if (kind && !kind.success) throw new WrongUsage(`--kind takes ${EntryKind.options.join(', ')}, not "${values.kind}".`)
  if (values.correlation !== undefined && !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(values.correlation))
    throw new WrongUsage('--correlation takes a whole id, as --json shows it.')
  return {
    domain: values.domain,
    type: values.type,
    key: values.about,
    actor: values.actor,
    correlationId: values.correlation,
    kind: kind?.data,
    from: values.from === undefined ? undefined : readTime('from', values.from, now),
    to: values.to === undefined ? undefined : readTime('to', values.to, now),
  }
}

/** How many are wanted: --limit, everything with --all, else `usual`. Throws `WrongUsage`. */
export function wantedOf(values: { limit?: string; all?: boolean }, usual: number): number {
  if (values.limit === undefined) return values.all === true ? Infinity : usual
  if (values.all === true) throw new WrongUsage('--limit and --all contradict each other.')
  if (!/^[1-9]\d{0,8}$/.test(values.limit))
    throw new WrongUsage(`--limit takes a number from 1, not "${values.limit}".`)
  return Number(values.limit)
}
