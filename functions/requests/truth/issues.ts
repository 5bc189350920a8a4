import { sql } from 'kysely'
import { z } from 'zod'
import { ListIssues } from '../../../contracts/media-issues.ts'
import { defineFunction } from '../../../bus/index.ts'
import { requests } from '../domain.ts'
import { toIssue } from './issue-record.ts'
import { issueRows } from './issue-rows.ts'

/** Where a page ended: microseconds tell apart what a Date does not. */
const Place = z.tuple([z.iso.datetime(), z.uuid()])

export default defineFunction({
  name: 'requests.issues',
  summary: 'Lists reported problems: of the person who asks, or everybody’s for admins.',
  domain: requests,
  answers: ListIssues,
  async run({ status, mediaType, mediaId, limit, cursor }, ctx) {
    const { userId, role } = ctx.meta
    const isAdmin = role === 'admin'
    if (!isAdmin && userId === null) return { items: [], nextCursor: null }
    const place = cursor === undefined ? null : placeOf(cursor)
    if (place === undefined) return ctx.refuse('INVALID', 'This page of the list is not there. Begin at the first.')
    let page = issueRows(ctx.db, isAdmin ? null : userId)
      .select(sql<string>`to_char(issue.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`.as('place'))
      .orderBy('issue.created_at', 'desc')
      .orderBy('issue.id', 'desc')
      .limit(limit + 1)
    if (status !== 'all') page = page.where('issue.status', '=', status)
    if (mediaType !== undefined) page = page.where('issue.media_type', '=', mediaType)
    if (mediaId !== undefined) page = page.where('issue.media_id', '=', String(mediaId))
    if (place) {
      const [at, id] = place
      page = page.where(sql<boolean>`(issue.created_at, issue.id) < (${at}::timestamptz, ${id}::uuid)`)
    }
    const rows = await page.execute()
    const shown = rows.slice(0, limit)
    const last = rows.length > limit ? shown.at(-1) : undefined
    return {
      items: shown.map((row) =>
        toIssue(row, ctx.open(row.sealed_message), { ...row, title: row.known_title }, { userId, role }),
      ),
      nextCursor: last ? Buffer.from(JSON.stringify([last.place, last.id])).toString('base64url') : null,
    }
  },
})

/** Undefined for what is no cursor of ours. */
function placeOf(cursor: string): z.output<typeof Place> | undefined {
  try {
    return Place.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
  } catch {
    return undefined
  }
}
