import type { Context } from 'hono'
import type { z } from 'zod'
import { type Entry, ReadAudit } from '../../contracts/journal.ts'
import type { BusClient } from '../../bus/gateway.ts'
import { invalid } from './envelope.ts'
import { whoOf } from './interpret.ts'
import type { Edge } from './variables.ts'

const COLUMNS: readonly [title: string, of: (entry: Entry) => string][] = [
  ['time', (entry) => entry.time],
  ['who', (entry) => entry.actorName ?? entry.actor],
  ['actor', (entry) => entry.actor],
  ['from', (entry) => entry.address ?? ''],
  ['what', (entry) => entry.type],
  ['to', (entry) => entry.key],
  ['data', (entry) => JSON.stringify(entry.data)],
  ['id', (entry) => entry.id],
  ['correlation', (entry) => entry.correlationId],
]

/** Quoted as RFC 4180 has it; what a spreadsheet would take for a formula gets an apostrophe in front. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

/** The audit log as CSV, page after page, so that it may be of any length. */
export async function auditTable(c: Context<Edge>, client: BusClient): Promise<Response> {
  const given = Object.entries(c.req.query()).filter(([name, value]) => value !== '' && name !== 'cursor')
  const parsed = ReadAudit.schema.safeParse({ ...Object.fromEntries(given), limit: 200 })
  if (!parsed.success) throw invalid(parsed.error)
  const who = whoOf(c)
  const read = (cursor?: string) => client.ask(ReadAudit, { ...(parsed.data as Filter), cursor }, who)
  // the first page before the headers, so that a failure is still an answer
  let page: Awaited<ReturnType<typeof read>> | null = await read()
  const text = new TextEncoder()
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(text.encode(line(COLUMNS.map(([title]) => title)))),
    async pull(controller) {
      if (!page) return controller.close()
      controller.enqueue(text.encode(page.items.map((entry) => line(COLUMNS.map(([, of]) => of(entry)))).join('')))
      page = page.nextCursor === null ? null : await read(page.nextCursor)
    },
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="medianest-audit-${new Date().toISOString().slice(0, 10)}.csv"`,
      'cache-control': 'no-store',
    },
  })
}

type Filter = z.input<typeof ReadAudit.schema>
