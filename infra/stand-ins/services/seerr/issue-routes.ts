import { z } from 'zod'
import type { Route } from '../product.ts'
import { body, door } from './answering.ts'
import { type Issue, MAY, may, Refusal, type User } from './entities.ts'
import { commentOn, issueOf, openIssue, setIssue } from './issues.ts'
import { issueShape, paged } from './shapes.ts'
import type { World } from './world.ts'

const opened = z.looseObject({
  issueType: z.number(),
  message: z.string(),
  mediaId: z.number(),
  problemSeason: z.number().optional(),
  problemEpisode: z.number().optional(),
})
const said = z.looseObject({ message: z.string() })

const SEES = [MAY.manageIssues, MAY.viewIssues, MAY.createIssues]
const MAKES = [MAY.manageIssues, MAY.createIssues]
const seesAll = (user: User) => may(user, MAY.manageIssues, MAY.viewIssues)

export function issueRoutes(world: World): Record<string, Route> {
  const whole = (issue: Issue) => issueShape(world, issue, { authors: true })
  return {
    'GET /api/v1/issue': door(
      world,
      ({ c, user, take, skip }) => {
        const { filter, sort, createdBy } = c.req.query()
        const mine = !seesAll(user)
        if (mine && createdBy !== undefined && Number(createdBy) !== user.id) {
          throw new Refusal(403, 'You do not have permission to view issues reported by other users')
        }
        const whose = mine ? user.id : createdBy === undefined ? undefined : Number(createdBy)
        const status = filter === 'open' ? [1] : filter === 'resolved' ? [2] : [1, 2]
        const found = [...world.issues.values()].filter(
          (issue) => status.includes(issue.status) && (whose === undefined || issue.createdBy.id === whose),
        )
        if (sort === 'modified') found.sort((a, b) => a.updatedAt.localeCompare(b.updatedAt) || a.id - b.id)
        return paged(found.toReversed(), take, skip, (issue: Issue) => issueShape(world, issue))
      },
      {
        query: ['take', 'skip', 'sort', 'filter', 'createdBy'],
        values: { filter: ['all', 'open', 'resolved'], sort: ['added', 'modified'] },
        bits: SEES,
      },
    ),
    'POST /api/v1/issue': door(
      world,
      async ({ c, user }) => {
        const sent = await body(c, opened)
        const media = [...world.media.values()].find(({ id }) => id === sent.mediaId)
        if (!media) throw new Refusal(404, 'Media does not exist.')
        return whole(openIssue(world, user, media, sent))
      },
      { bits: MAKES },
    ),
    'GET /api/v1/issue/count': door(world, () => counted(world)),
    'GET /api/v1/issue/:id': door(
      world,
      ({ id, user }) => {
        const issue = issueOf(world, id)
        if (issue.createdBy !== user && !seesAll(user)) {
          throw new Refusal(403, 'You do not have permission to view this issue.')
        }
        return whole(issue)
      },
      { bits: SEES },
    ),
    'POST /api/v1/issue/:id/comment': door(
      world,
      async ({ c, id, user }) => {
        const issue = issueOf(world, id)
        if (issue.createdBy !== user && !may(user, MAY.manageIssues)) {
          throw new Refusal(403, 'You do not have permission to comment on this issue.')
        }
        commentOn(world, issue, user, (await body(c, said)).message)
        return whole(issue)
      },
      { bits: MAKES },
    ),
    ...Object.fromEntries(
      (['open', 'resolved'] as const).map((state) => [
        `POST /api/v1/issue/:id/${state}`,
        door(
          world,
          ({ id, user }) => {
            const issue = issueOf(world, id)
            if (issue.createdBy !== user && !may(user, MAY.manageIssues)) {
              throw new Refusal(401, 'You do not have permission to modify this issue.')
            }
            setIssue(world, issue, user, state)
            return whole(issue)
          },
          { bits: MAKES },
        ),
      ]),
    ),
    'DELETE /api/v1/issue/:id': door(
      world,
      ({ id, user }) => {
        const issue = issueOf(world, id, 404)
        if (!may(user, MAY.manageIssues) && (issue.createdBy !== user || issue.comments.length > 1)) {
          throw new Refusal(401, 'You do not have permission to delete this issue.')
        }
        world.issues.delete(id)
      },
      { bits: MAKES },
    ),
  }
}

function counted(world: World): object {
  const all = [...world.issues.values()]
  const of = (type: number) => all.filter(({ issueType }) => issueType === type).length
  const at = (status: number) => all.filter((issue) => issue.status === status).length
  return {
    total: all.length,
    video: of(1),
    audio: of(2),
    subtitles: of(3),
    others: of(4),
    open: at(1),
    closed: at(2),
  }
}
