import { IssueMoved } from '../../../contracts/media-issues.ts'
import { listIssues } from '../seerr/issues.ts'
import type { Issue } from '../seerr/shapes.ts'
import { inParallel } from './in-parallel.ts'
import type { Progress } from './mark.ts'
import { keepPeople, peopleOf } from './people.ts'
import { type IssueReading, readIssueAgain } from './read-issue-again.ts'
import { AT_ONCE, PATIENCE_MS, type Reader, tellDrifts } from './reader.ts'
import { isSeen, takeInIssue } from './take-in-issue.ts'
import type { Drift } from './taking.ts'
import { knownTitles } from './titles.ts'

const PAGE = 50
const OVERLAP = 3
const MOST_PAGES = 20
const MOST_MISSING = 50
const HISTORY_MS = 86_400_000

/**
 * Issues, newest first: down to a page without news, or to the end in a whole pass, which goes on where it ended. Besides
 * all that are open, as a comment need not change when an issue counts as changed.
 */
export async function readIssues(reader: Reader, progress: Progress, isWhole: boolean): Promise<boolean> {
  const open = new Set<number>()
  const news = await readPages(reader, { filter: 'all', from: 0, untilKnown: true })
  const through = await readPages(reader, { filter: 'open', from: 0, untilKnown: false }, open)
  let isThrough = true
  if (isWhole || progress.issues !== null) {
    const rest = news.end
      ? null
      : await readPages(reader, { filter: 'all', from: progress.issues ?? 0, untilKnown: false })
    progress.issues = rest === null || rest.end ? null : rest.next
    isThrough = progress.issues === null
  }
  if (through.end) await resolveGone(reader, open)
  return isThrough
}

interface Pages {
  filter: 'all' | 'open'
  from: number
  untilKnown: boolean
}

async function readPages(reader: Reader, { filter, from, untilKnown }: Pages, seen = new Set<number>()) {
  let skip = from
  for (let page = 0; page < MOST_PAGES && !reader.isOver(); page += 1) {
    const patience = { signal: reader.ctx.signal, timeoutMs: PATIENCE_MS }
    const { items, length } = await listIssues(reader.seerr, { take: PAGE, skip, filter, sort: 'modified' }, patience)
    for (const { id } of items) seen.add(id)
    const changed = await takeInPage(reader, items)
    if (length < PAGE) return { end: true, next: 0 }
    skip += PAGE - OVERLAP
    if (untilKnown && !changed) return { end: false, next: skip }
  }
  return { end: false, next: skip }
}

/** True when something differed. */
async function takeInPage(reader: Reader, items: readonly Issue[]): Promise<boolean> {
  if (items.length === 0) return false
  const rows = await reader.ctx.db
    .selectFrom('issue')
    .select(['seerr_id', 'seen', 'media_id'])
    .where(
      'seerr_id',
      'in',
      items.map(({ id }) => id),
    )
    .execute()
  const known = new Map(rows.map((row) => [row.seerr_id, row]))
  const differing = items.filter((issue) => {
    const row = known.get(issue.id)
    return !row || !isSeen(row, issue) || row.media_id !== String(issue.media.tmdbId)
  })
  // lists do not say whose the comments are
  await takeInAll(
    reader,
    differing.map(({ id }) => id),
  )
  return differing.length > 0
}

async function takeInAll(reader: Reader, ids: readonly number[]): Promise<void> {
  let left = ids
  for (let tries = 0; left.length > 0 && tries < 3; tries += 1) left = await takeInOnce(reader, left)
}

async function takeInOnce(reader: Reader, ids: readonly number[]): Promise<number[]> {
  const { ctx, seerr } = reader
  const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
  const readings = await inParallel(ids, AT_ONCE, (id) => readIssueAgain(ctx.db, seerr, id, patience))
  const issues = readings.flatMap(({ issue }) => issue ?? [])
  const users = issues.flatMap(({ createdBy, modifiedBy, comments }) => [
    createdBy,
    modifiedBy,
    ...comments.map(({ user }) => user),
  ])
  const people = await peopleOf(ctx, users)
  const places = issues.map(({ media }) => ({ mediaType: media.mediaType ?? ('movie' as const), tmdbId: media.tmdbId }))
  const titles = await knownTitles(ctx.db, places)
  const stale: number[] = []
  await ctx.write(async (tx) => {
    const drifts: Drift[] = []
    await keepPeople(tx, people)
    for (const { issue, at, seerrId } of readings) {
      if (!issue) continue
      const isHistory = at.getTime() - Date.parse(issue.createdAt) > HISTORY_MS
      const mine = await tx.selectFrom('issue').select('id').where('seerr_id', '=', seerrId).executeTakeFirst()
      const isSilent = isHistory && !mine
      const taken = await takeInIssue(tx, issue, {
        people,
        titles,
        source: 'reconcile',
        at,
        seal: (text) => ctx.seal(text),
        open: (sealed) => ctx.open(sealed),
        announce: (moved) => (isSilent ? undefined : ctx.emit(IssueMoved, moved)),
        drift: (drift) => (isSilent ? 0 : drifts.push(drift)),
      })
      if (taken === 'stale') stale.push(seerrId)
      if (taken === 'changed') reader.changed += 1
    }
    await tellDrifts(tx, reader, drifts)
  })
  return stale
}

/** Open here and not open there: resolved without a trace, or deleted. */
async function resolveGone(reader: Reader, open: ReadonlySet<number>): Promise<void> {
  const { ctx, seerr } = reader
  const rows = await ctx.db
    .selectFrom('issue')
    .select(['id', 'seerr_id', 'updated_at'])
    .where('status', '=', 'open')
    .where('seerr_id', 'is not', null)
    .orderBy('updated_at')
    .limit(MOST_MISSING + open.size)
    .execute()
  const missing = rows.flatMap(({ seerr_id: id }) => (id === null || open.has(id) ? [] : [id])).slice(0, MOST_MISSING)
  const patience = { signal: ctx.signal, timeoutMs: PATIENCE_MS }
  const readings = await inParallel(missing, AT_ONCE, (id) => readIssueAgain(ctx.db, seerr, id, patience))
  const there = readings.filter((reading) => reading.issue !== null)
  await takeInAll(
    reader,
    there.map(({ seerrId }) => seerrId),
  )
  const gone = readings.filter((reading) => reading.issue === null)
  if (gone.length > 0) await resolve(reader, gone)
}

async function resolve({ ctx }: Reader, gone: readonly IssueReading[]): Promise<void> {
  await ctx.write(async (tx) => {
    for (const { seerrId, at } of gone) {
      const row = await tx
        .updateTable('issue')
        .set((eb) => ({ status: 'resolved' as const, version: eb('version', '+', '1'), updated_at: at }))
        .where('seerr_id', '=', seerrId)
        .where('status', '=', 'open')
        .returningAll()
        .executeTakeFirst()
      if (!row) continue
      ctx.emit(IssueMoved, {
        issueId: row.id,
        version: Number(row.version),
        userId: row.user_id,
        change: 'resolved',
        kind: row.kind,
        mediaType: row.media_type,
        mediaId: row.media_id,
        title: row.title,
        season: row.season,
        episode: row.episode,
        byUserId: null,
        at: at.toISOString(),
        source: 'reconcile',
      })
    }
  })
}
