import { setTimeout as wait } from 'node:timers/promises'
import { Entry } from '../../contracts/journal.ts'
import { ENTRY_COLUMNS, entryLines, entryWidths, shownActor } from './entry-rows.ts'
import { Failure } from './failure.ts'
import type { Filter } from './journal-filter.ts'
import { print, printLines, remark, terminalWidth } from './output.ts'
import type { PortalApi } from './portal-api.ts'
import { readServerSent } from './server-sent.ts'
import { headings } from './table.ts'

const AGAIN_MS = 1000
/** The feed says every 15 s that it is still there. */
const SILENT_MS = 40_000

/** Whether an entry of the feed is one that the filter asks for, as the journal itself would say. */
export function isWanted(entry: Entry, filter: Filter): boolean {
  const { type, from } = filter
  const fact = entry.type.slice(entry.type.indexOf('.') + 1)
  return (
    (filter.domain === undefined || entry.domain === filter.domain) &&
    (type === undefined || type === (type.includes('.') ? entry.type : fact)) &&
    (filter.key === undefined || entry.key === filter.key) &&
    (filter.actor === undefined || entry.actor === filter.actor || shownActor(entry) === filter.actor) &&
    (filter.correlationId === undefined || entry.correlationId === filter.correlationId) &&
    (filter.kind === undefined || entry.kind === filter.kind) &&
    (from === undefined || Date.parse(entry.time) >= Date.parse(from))
  )
}

/** Prints the latest entries and then each that comes, over lost connections too, until somebody ends it. */
export async function follow(
  find: () => Promise<PortalApi>,
  filter: Filter,
  latest: number,
  json: boolean,
): Promise<number> {
  const width = terminalWidth()
  const seen = new Set<string>()
  let widths: number[] | undefined
  const show = async (entries: readonly Entry[]): Promise<void> => {
    const fresh = entries.filter((entry) => !seen.has(entry.id))
    for (const { id } of fresh) seen.add(id)
    if (json) return print(fresh.map((entry) => `${JSON.stringify(entry)}\n`).join(''))
    if (!widths) {
      widths = entryWidths(fresh, width)
      await printLines([headings(ENTRY_COLUMNS, widths)])
    }
    await printLines(entryLines(fresh, widths, width))
  }
  let lastId: string | undefined
  let begun = false
  let away = false
  for (;;) {
    try {
      // found anew each time: a portal that was started again has another key, perhaps another address
      const api = await find()
      // heard before the latest are read, so that nothing falls in between
      const feed = await listen(api, lastId)
      if (!begun) await show((await api.ask('readJournal', { ...filter, limit: latest })).items.toReversed())
      begun = true
      if (away) remark('The portal is back.')
      away = false
      for await (const { id, name, data } of feed) {
        lastId = id ?? lastId
        if (name === 'reset') remark('Some entries were missed meanwhile: medianest journal shows them.')
        const entry = Entry.safeParse(toJson(data))
        if (entry.success && isWanted(entry.data, filter)) await show([entry.data])
      }
    } catch (error) {
      if (!begun) throw error
    }
    if (!away) remark('The portal is away: waiting for it.')
    away = true
    await wait(AGAIN_MS)
  }
}

async function listen(api: PortalApi, lastId: string | undefined): Promise<ReturnType<typeof readServerSent>> {
  const silent = new AbortController()
  const headers: Record<string, string> = lastId === undefined ? {} : { 'last-event-id': lastId }
  const response = await api.fetch('/api/live', { headers, signal: silent.signal }, null)
  if (!response.ok || !response.body) throw new Failure(`The live feed cannot be heard (${response.status}).`)
  return readServerSent(heard(response.body, silent))
}

/** The body, broken off when it stays silent for too long: a frozen portal says nothing, not even that it ends. */
async function* heard(body: AsyncIterable<Uint8Array>, silent: AbortController): AsyncGenerator<Uint8Array> {
  const timer = setTimeout(() => silent.abort(), SILENT_MS)
  try {
    for await (const chunk of body) {
      timer.refresh()
      yield chunk
    }
  } finally {
    clearTimeout(timer)
  }
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
