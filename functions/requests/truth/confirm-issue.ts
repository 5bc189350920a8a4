import type { DataOf } from '../../../contracts/define.ts'
import { IssueMoved } from '../../../contracts/media-issues.ts'
import type { UpstreamTurned } from '../../../contracts/media-requests.ts'
import type { IssueOpened } from '../../../contracts/requests.ts'
import { RetryAfter } from '../../../bus/index.ts'
import { seerrOf } from '../seerr/connected.ts'
import { heardNothing, type Hearing } from './confirm.ts'
import { keepPeople, peopleOf } from './people.ts'
import { type IssueReading, readIssueAgain } from './read-issue-again.ts'
import { takeInIssue } from './take-in-issue.ts'
import { keepTitles, knownTitles, placeKey, readTitle } from './titles.ts'

const AGAIN_MS = 100

type Fact = Pick<DataOf<typeof IssueOpened>, 'issueId'>

/** A webhook says that there is news about an issue: what it is, says Seerr's API alone. */
export async function confirmIssue(
  { issueId }: Fact,
  ctx: Hearing<typeof IssueMoved | typeof UpstreamTurned>,
): Promise<void> {
  const seerr = await seerrOf(ctx)
  if (!seerr || issueId === null) return
  const patience = { signal: ctx.signal, timeoutMs: 4000 }
  let reading: IssueReading
  try {
    reading = await readIssueAgain(ctx.db, seerr, issueId, patience)
  } catch (error) {
    return await heardNothing(ctx, error)
  }
  const { issue, at } = reading
  if (!issue) return
  const { media } = issue
  const place = { mediaType: media.mediaType ?? ('movie' as const), tmdbId: media.tmdbId }
  const titles = await knownTitles(ctx.db, [place])
  const found = titles.has(placeKey(place)) ? null : await readTitle(seerr, place, patience)
  if (found) titles.set(placeKey(place), found.title)
  const authors = issue.comments.map(({ user }) => user)
  const people = await peopleOf(ctx, [issue.createdBy, issue.modifiedBy, ...authors])
  await ctx.write(async (tx) => {
    await keepPeople(tx, people)
    await keepTitles(tx, found ? [found] : [])
    const taken = await takeInIssue(tx, issue, {
      people,
      titles,
      source: 'seerr',
      at,
      seal: (text) => ctx.seal(text),
      open: (sealed) => ctx.open(sealed),
      announce: (moved) => ctx.emit(IssueMoved, moved),
      drift: () => undefined,
    })
    if (taken === 'stale') throw new RetryAfter(AGAIN_MS, 'It changed here while it was read.')
  })
}
