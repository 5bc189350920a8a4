import { ItemAdded } from '../../../contracts/library.ts'
import { derivedId, hear } from '../../../bus/index.ts'
import { aboutItem, type From } from '../about.ts'
import type { SyncContext, Tx } from '../context.ts'
import { addedLane, addedMark } from '../decide.ts'
import type { Fact } from '../facts.ts'
import type { Read } from './write-items.ts'

/** So many at once in one series are one fact about the series. */
const MANY = 50

/** What is to be told of what came: `many` stands for a series whose episodes are too many to be told one by one. */
export interface News {
  singles: Read[]
  many: string[]
}

/**
 * What is worth a fact among what was not there before: films, series, albums, and episodes unless their series is new
 * itself, or they are a flood.
 */
export function newsOf(fresh: readonly Read[], newShows: ReadonlySet<string>): News {
  const singles = fresh.filter(({ row }) => ['movie', 'show', 'album'].includes(row.kind))
  const episodes = fresh.filter(({ row }) => row.kind === 'episode' && !newShows.has(row.grandparent_key ?? ''))
  const many: string[] = []
  for (const [show, ofShow] of Map.groupBy(episodes, ({ row }) => row.grandparent_key ?? '')) {
    if (ofShow.length > MANY && show !== '') many.push(show)
    else singles.push(...ofShow)
  }
  return { singles, many }
}

/** What is told of one item; where the mark is equal, it was told before. */
export interface Telling {
  row: Parameters<typeof aboutItem>[0]
  guid: string | null
  mark: string
}

export const tellingOf = ({ row, item }: Read): Telling => ({ row, guid: item.guid, mark: addedMark(item.addedAt) })

/** Tells, inside the write that stored them, of items that Plex has now: each once, also where a webhook told it. */
export async function sayAdded(tx: Tx, ctx: SyncContext, tellings: readonly Telling[], from: From): Promise<void> {
  for (const { row, guid, mark } of tellings) {
    const about = aboutItem(row, guid, from)
    const lane = addedLane(from.machineId, row.rating_key)
    const data = { webhookId: null, occurredAt: ctx.now().toISOString(), confirmed: true, ...about, onDeck: false }
    const fact: Fact = { type: 'library.item-added', data }
    const heard = await hear(tx, {
      lane,
      word: 'added',
      mark,
      once: true,
      receivedAt: ctx.now(),
      order: 0,
      originId: derivedId('library.added', lane, mark),
      messageId: ctx.meta.id,
      correlationId: ctx.meta.correlationId,
      fact,
    })
    for (const { fact: said, version, options } of heard.announce)
      // whoever looked at a list did not add anything
      ctx.emit(ItemAdded, { ...(said as { data: typeof data }).data, version }, { ...options, actor: 'system' })
  }
}
