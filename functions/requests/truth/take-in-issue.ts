import { randomUUID } from 'node:crypto'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { InputOf } from '../../../contracts/define.ts'
import { ISSUE_KINDS, type IssueKind, type IssueMoved } from '../../../contracts/media-issues.ts'
import type { RequestTables } from '../domain.ts'
import type { Comment, Issue } from '../seerr/shapes.ts'
import { ISSUE_STATUS, ISSUE_TYPE } from '../seerr/states.ts'
import type { IssueTable, OutgoingRow } from '../tables.ts'
import type { People } from './people.ts'
import type { Drift } from './taking.ts'

type Tx = Transaction<RequestTables>
export type IssueRow = Selectable<IssueTable>

/** What one reading of an issue works with. */
export interface TakingIssue {
  people: People
  titles: ReadonlyMap<string, string>
  source: 'seerr' | 'reconcile'
  at: Date
  seal: (text: string) => string
  open: (sealed: string) => string
  announce: (moved: InputOf<typeof IssueMoved>) => unknown
  /** Told what no webhook had told. */
  drift: (found: Drift) => unknown
}

type Turn = InputOf<typeof IssueMoved>['change']
interface Told {
  change: Turn
  at: Date
  byUserId: string | null
}

const kindOf = (type: number): IssueKind => ISSUE_KINDS.find((kind) => ISSUE_TYPE[kind] === type) ?? 'other'
const statusOf = (issue: Issue): IssueRow['status'] => (issue.status === ISSUE_STATUS.resolved ? 'resolved' : 'open')

/** What was seen of it, to tell news from what Seerr says again. */
const printOf = (issue: Issue): Record<string, unknown> => ({
  status: issue.status,
  updatedAt: issue.updatedAt,
  comments: issue.comments.length,
})

export const isSeen = ({ seen }: Pick<IssueRow, 'seen'>, issue: Issue): boolean =>
  Object.entries(printOf(issue)).every(([name, value]) => seen?.[name] === value)

/** Takes in how an issue stands at Seerr, with its comments. `stale`: ours changed while it was read. */
export async function takeInIssue(tx: Tx, issue: Issue, taking: TakingIssue): Promise<'same' | 'changed' | 'stale'> {
  const known = await tx.selectFrom('issue').selectAll().where('seerr_id', '=', issue.id).forUpdate().executeTakeFirst()
  const isOther = known && (known.media_id !== String(issue.media.tmdbId) || known.kind !== kindOf(issue.issueType))
  // its numbers began anew, as they do when Seerr is installed again
  if (isOther) await forget(tx, known.id)
  if (known && !isOther) {
    if (known.updated_at > taking.at) return 'stale'
    return await goOn(tx, known, issue, taking)
  }
  const own = await ownOnItsWay(tx, issue, taking)
  return own ? await goOn(tx, own, issue, taking) : await makeTwin(tx, issue, taking)
}

async function forget(tx: Tx, id: string): Promise<void> {
  await tx.updateTable('issue_comment').set({ seerr_id: null }).where('issue_id', '=', id).execute()
  await tx.updateTable('issue').set({ seerr_id: null, status: 'resolved' }).where('id', '=', id).execute()
}

/** Ours, of that person about the same in the same words, that Seerr had not answered for. */
async function ownOnItsWay(tx: Tx, issue: Issue, { people, open }: TakingIssue): Promise<IssueRow | null> {
  const by = people.of(issue.createdBy)
  const waiting = await tx
    .selectFrom('issue')
    .selectAll()
    .where('seerr_id', 'is', null)
    .where('media_id', '=', String(issue.media.tmdbId))
    .where('kind', '=', kindOf(issue.issueType))
    .where((eb) => eb.exists(eb.selectFrom('outgoing').select('id').whereRef('outgoing.issue_id', '=', 'issue.id')))
    .orderBy('created_at')
    .forUpdate()
    .execute()
  const words = messageOf(issue)
  const isTheirs = (row: IssueRow): boolean => issue.createdBy?.id === OWNER || row.user_id === by?.userId
  return waiting.find((row) => isTheirs(row) && open(row.sealed_message) === words) ?? null
}

/** Whoever reports without an account at Plex does so as the owner of Seerr. */
const OWNER = 1

const byNumber = (issue: Issue): Comment[] => issue.comments.toSorted((a, b) => a.id - b.id)
const messageOf = (issue: Issue): string => byNumber(issue)[0]?.message ?? ''

async function goOn(tx: Tx, row: IssueRow, issue: Issue, taking: TakingIssue): Promise<'same' | 'changed'> {
  const waiting = await tx.selectFrom('outgoing').select('kind').where('issue_id', '=', row.id).execute()
  const kinds = waiting.map(({ kind }) => kind)
  const said = await takeInComments(tx, row, issue, taking)
  const turn = decideTurn(row, issue, kinds)
  if (!turn && said.length === 0 && isSeen(row, issue) && row.seerr_id === issue.id) return 'same'
  const turned: Told[] = turn
    ? [
        {
          change: turn,
          at: within(row.created_at, issue.updatedAt),
          byUserId: taking.people.of(issue.modifiedBy)?.userId ?? null,
        },
      ]
    : []
  const told = [...said, ...turned]
  await tx
    .updateTable('issue')
    .set({
      seerr_id: issue.id,
      status: turn ? statusOf(issue) : row.status,
      title: row.title ?? titleOf(issue, taking),
      version: String(Number(row.version) + told.length),
      seen: JSON.stringify(printOf(issue)),
      ...(told.length > 0 ? { updated_at: sql`clock_timestamp()` } : {}),
    })
    .where('id', '=', row.id)
    .execute()
  tell(row, told, taking)
  const about = { requestId: row.id, seerrId: issue.id, title: row.title }
  if (turn) taking.drift({ ...about, field: 'issue', ours: row.status, theirs: statusOf(issue) })
  if (said.length > 0) taking.drift({ ...about, field: 'comment', ours: null, theirs: `${said.length} new` })
  return told.length > 0 ? 'changed' : 'same'
}

/** Only a change of Seerr's word counts, and not while ours is on its way. */
export function decideTurn(
  row: Pick<IssueRow, 'status' | 'seen'>,
  issue: Issue,
  outgoing: readonly OutgoingRow['kind'][],
): 'resolved' | 'reopened' | null {
  if (outgoing.includes('resolve-issue') || outgoing.includes('reopen-issue')) return null
  if (row.seen && row.seen['status'] === issue.status && row.seen['updatedAt'] === issue.updatedAt) return null
  const status = statusOf(issue)
  if (status === row.status) return null
  return status === 'resolved' ? 'resolved' : 'reopened'
}

async function takeInComments(tx: Tx, row: IssueRow, issue: Issue, taking: TakingIssue): Promise<Told[]> {
  const kept = await tx
    .selectFrom('issue_comment')
    .select(['id', 'seerr_id', 'user_id', 'sealed_message'])
    .where('issue_id', '=', row.id)
    .execute()
  const told: Told[] = []
  for (const comment of byNumber(issue).slice(1)) {
    if (kept.some(({ seerr_id: number }) => number === comment.id)) continue
    const by = taking.people.of(comment.user)
    const own = kept.find(
      (one) =>
        one.seerr_id === null &&
        (one.user_id === (by?.userId ?? null) || comment.user?.id === OWNER) &&
        taking.open(one.sealed_message) === comment.message,
    )
    if (own) {
      own.seerr_id = comment.id
      await tx.updateTable('issue_comment').set({ seerr_id: comment.id }).where('id', '=', own.id).execute()
      continue
    }
    const at = within(row.created_at, comment.createdAt)
    await tx
      .insertInto('issue_comment')
      .values({
        id: randomUUID(),
        issue_id: row.id,
        seerr_id: comment.id,
        user_id: by?.userId ?? null,
        name: by?.name ?? null,
        sealed_message: taking.seal(comment.message),
        at,
      })
      .execute()
    told.push({ change: 'commented', at, byUserId: by?.userId ?? null })
  }
  return told
}

async function makeTwin(tx: Tx, issue: Issue, taking: TakingIssue): Promise<'changed' | 'stale'> {
  const by = taking.people.of(issue.createdBy)
  const createdAt = within(new Date(0), issue.createdAt)
  const row = await tx
    .insertInto('issue')
    .values({
      id: randomUUID(),
      seerr_id: issue.id,
      kind: kindOf(issue.issueType),
      status: statusOf(issue),
      media_type: mediaTypeOf(issue),
      media_id: String(issue.media.tmdbId),
      title: titleOf(issue, taking),
      season: issue.problemSeason || null,
      episode: issue.problemEpisode || null,
      sealed_message: taking.seal(messageOf(issue)),
      user_id: by?.userId ?? null,
      reported_by: by?.name ?? null,
      created_at: createdAt,
      updated_at: sql`clock_timestamp()`,
      seen: JSON.stringify(printOf(issue)),
    })
    .onConflict((oc) => oc.column('seerr_id').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (!row) return 'stale'
  const said = await takeInComments(tx, row, issue, taking)
  const opened: Told = { change: 'opened', at: createdAt, byUserId: by?.userId ?? null }
  const at = within(createdAt, issue.updatedAt)
  const resolved: Told[] =
    row.status === 'resolved'
      ? [{ change: 'resolved', at, byUserId: taking.people.of(issue.modifiedBy)?.userId ?? null }]
      : []
  const told = [opened, ...said, ...resolved]
  await tx
    .updateTable('issue')
    .set({ version: String(Number(row.version) + told.length) })
    .where('id', '=', row.id)
    .execute()
  tell(row, told, taking)
  taking.drift({
    requestId: row.id,
    seerrId: issue.id,
    title: row.title,
    field: 'issue',
    ours: null,
    theirs: row.status,
  })
  return 'changed'
}

const mediaTypeOf = ({ media }: Issue): 'movie' | 'tv' => media.mediaType ?? (media.tvdbId ? 'tv' : 'movie')
const titleOf = (issue: Issue, { titles }: TakingIssue): string | null =>
  titles.get(`${mediaTypeOf(issue)}-${issue.media.tmdbId}`) ?? null

/** Each fact under a version of its own. */
function tell(row: IssueRow, told: readonly Told[], { announce, source }: TakingIssue): void {
  for (const [index, { change, at, byUserId }] of told.entries()) {
    announce({
      issueId: row.id,
      version: Number(row.version) + index + 1,
      userId: row.user_id,
      change,
      kind: row.kind,
      mediaType: row.media_type,
      mediaId: row.media_id,
      title: row.title,
      season: row.season,
      episode: row.episode,
      byUserId,
      at: at.toISOString(),
      source,
    })
  }
}

/** Seerr's own time, but not before what it follows and not later than now. */
function within(earliest: Date, time: string): Date {
  const at = new Date(time).getTime()
  const now = Date.now()
  return new Date(Math.max(earliest.getTime(), Number.isNaN(at) ? now : Math.min(at, now)))
}
