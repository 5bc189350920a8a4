import { z } from 'zod'
import { command, event, query } from './define.ts'

export const EntryKind = z.enum(['event', 'command', 'dead-letter'])

export const Entry = z.object({
  /** Place in its stream; reused after a restored backup, so never an id. */
  seq: z.int(),
  id: z.uuid(),
  kind: EntryKind,
  /** `<domain>.<name>`; for a dead letter the type of the message that died. */
  type: z.string(),
  version: z.int(),
  domain: z.string(),
  key: z.string(),
  time: z.iso.datetime(),
  /** `user:<id>`, `hook:<source>`, `function:<name>`, `operator`, `visitor` (not signed in), `system`. */
  actor: z.string(),
  /** Who that is now; null for programs, for who was erased, and while nobody can tell. */
  actorName: z.string().nullable(),
  /** The network address that asked, where a person did. */
  address: z.string().nullable(),
  correlationId: z.uuid(),
  causationId: z.uuid().nullable(),
  /** Sealed fields show as `{"sealed": true}` in lists, what was about an erased person as `{"erased": true}`. */
  data: z.record(z.string(), z.unknown()),
})
export type Entry = z.infer<typeof Entry>

/** A time with its zone, or a day, which begins at midnight UTC. */
const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

const limit = z.coerce.number().int().min(1).max(200).default(50)
const cursor = z.string().max(200).optional()

export const ReadJournal = query('journal.entries', {
  summary: 'Everything that happened, newest first.',
  input: {
    domain: z.string().max(64).optional(),
    /** `requests.approved`, or the bare word: `approved`, or `issue` for all that happens to issues. */
    type: z.string().max(128).optional(),
    key: z.string().max(512).optional(),
    /** `user:<id>` or `user:<name>`; the bare word `user` is any person. */
    actor: z.string().max(200).optional(),
    correlationId: z.uuid().optional(),
    kind: EntryKind.optional(),
    /** Inclusive. */
    from: moment.optional(),
    /** Exclusive. */
    to: moment.optional(),
    limit,
    cursor,
  },
  result: z.object({ items: z.array(Entry), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const GetEntry = query('journal.entry', {
  summary: 'One entry with its sealed fields opened, for admins.',
  input: { id: z.uuid() },
  result: Entry,
  refusals: ['NOT_FOUND'],
})

export interface EntryNode extends Entry {
  children: EntryNode[]
}
export const EntryNode: z.ZodType<EntryNode> = Entry.extend({
  get children() {
    return z.array(EntryNode)
  },
})

export const ReadTree = query('journal.tree', {
  summary: 'What caused an entry and what it caused, from the first cause down.',
  input: { id: z.uuid() },
  /** `truncated` when more than 500 entries hang together. */
  result: z.object({ entryId: z.uuid(), root: EntryNode, truncated: z.boolean() }),
  refusals: ['NOT_FOUND'],
})

export const DeadLetter = z.object({
  /** Id to redo. */
  id: z.uuid(),
  /** The function that gave up. */
  function: z.string(),
  type: z.string(),
  key: z.string(),
  messageId: z.uuid(),
  time: z.iso.datetime(),
  attempts: z.int(),
  error: z.object({ code: z.string(), message: z.string() }),
  correlationId: z.uuid(),
  redoneAt: z.iso.datetime().nullable(),
})
export type DeadLetter = z.infer<typeof DeadLetter>

export const ListDeadLetters = query('journal.dead-letters', {
  summary: 'Messages that a function gave up on, newest first.',
  input: { state: z.enum(['open', 'all']).default('all'), limit, cursor },
  result: z.object({ items: z.array(DeadLetter), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

/** What people and their keys did, and what was done to accounts: the journal, seen from that side. */
export const ReadAudit = query('journal.audit', {
  summary: 'Who did what, when, from where and to what, newest first.',
  input: {
    /** A person by id or name, `operator`, `visitor`. */
    who: z.string().max(200).optional(),
    type: z.string().max(128).optional(),
    /** What it was done to: the key of the entry. */
    what: z.string().max(512).optional(),
    from: moment.optional(),
    to: moment.optional(),
    limit,
    cursor,
  },
  result: z.object({ items: z.array(Entry), nextCursor: z.string().nullable() }),
  refusals: ['INVALID'],
})

export const RedoEntry = command('journal.redo', {
  summary: 'Handles a raw webhook or a dead letter again, for real.',
  data: { id: z.uuid() },
  key: (d) => d.id,
  result: z.object({ entryId: z.uuid(), redoId: z.uuid() }),
  refusals: ['NOT_FOUND', 'NOT_REDOABLE', 'UNAVAILABLE'],
})

export const EntryRedone = event('journal.redone', {
  summary: 'Somebody had a raw webhook or a dead letter handled again.',
  data: { entryId: z.uuid(), entryType: z.string(), entryKind: EntryKind },
  key: (d) => d.entryId,
})
