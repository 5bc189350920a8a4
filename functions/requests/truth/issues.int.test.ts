import { afterEach, beforeEach, expect, test } from 'vitest'
import { GetIssue, ListIssues } from '../../../contracts/media-issues.ts'
import type { InputOf } from '../../../contracts/define.ts'
import { startTruth, type Truth } from './truth.test.rig.ts'

const FILM = 700_102

let truth: Truth
beforeEach(async () => {
  truth = await startTruth()
})
afterEach(() => truth.stop())

const as = (id: string, role: 'admin' | 'user' = 'user') => ({ ...truth.rig.who, actor: `user:${id}`, role })

test('a problem that is reported at Seerr is talked about in both places, and each word is told once', async () => {
  const { seerr } = truth.seerr
  const person = await truth.person()
  seerr.repeat(3)
  const { id } = seerr.openIssue(person.seerrId, FILM, { issueType: 2, message: 'No sound' })
  seerr.comment(id, 1, 'Which minute?')
  seerr.resolve(id)
  await truth.settled()
  await truth.reconcile()
  const listed = await truth.rig.client.ask(ListIssues, { status: 'all' }, as(person.id))
  expect(listed.items).toMatchObject([
    { kind: 'audio', status: 'resolved', message: 'No sound', mine: true, comments: 1, waitingSince: null },
  ])
  const whole = await truth.rig.client.ask(GetIssue, { id: listed.items[0]!.id }, as(person.id))
  expect(whole.discussion).toMatchObject([{ message: 'Which minute?', mine: false, waiting: false }])
  const told = (await truth.facts('requests.issue-moved')).map(({ data }) => data['change'])
  expect(new Set(told)).toEqual(new Set(['commented', 'opened', 'resolved']))
  expect(told).toHaveLength(3)
  const [row] = await truth.rows<{ sealed_message: string }>('select * from requests.issue')
  expect(row!.sealed_message).not.toContain('No sound')
})

test('a comment that no webhook told of is found although the issue counts as unchanged', async () => {
  const { seerr } = truth.seerr
  const { id, updatedAt } = seerr.openIssue(2, FILM, { issueType: 1, message: 'Too dark' })
  await truth.settled()
  seerr.lose(1)
  seerr.comment(id, 1, 'Looking')
  seerr.world.issues.get(id)!.updatedAt = updatedAt
  await truth.reconcile()
  expect(await truth.rows('select * from requests.issue_comment')).toHaveLength(1)
  expect(await truth.facts('requests.drift-found')).toMatchObject([{ data: { field: 'comment' } }])
  // deleted there: nobody waits for it any more
  seerr.world.issues.delete(id)
  await truth.reconcile()
  expect(await truth.rows('select * from requests.issue')).toMatchObject([{ status: 'resolved' }])
})

test('everybody sees their own, admins all, page by page, and a stranger nothing', async () => {
  const { seerr } = truth.seerr
  const [one, other] = [await truth.person(), await truth.person()]
  for (let n = 0; n < 5; n += 1)
    seerr.openIssue(n % 2 === 0 ? one.seerrId : other.seerrId, FILM, { issueType: 4, message: `Number ${n}` })
  await truth.settled()
  const pages = async (who: ReturnType<typeof as>, input: InputOf<typeof ListIssues> = {}) => {
    const found: string[] = []
    let cursor: string | undefined
    do {
      const page = await truth.rig.client.ask(ListIssues, { ...input, limit: 2, ...(cursor ? { cursor } : {}) }, who)
      found.push(...page.items.map(({ message }) => message))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return found.toSorted()
  }
  expect(await pages(as(one.id))).toEqual(['Number 0', 'Number 2', 'Number 4'])
  expect(await pages(as(other.id))).toEqual(['Number 1', 'Number 3'])
  expect(await pages(as(other.id, 'admin'))).toHaveLength(5)
  expect(await pages(as(other.id, 'admin'), { mediaType: 'movie', mediaId: FILM + 1 })).toEqual([])
  const [theirs] = (await truth.rig.client.ask(ListIssues, {}, as(one.id))).items
  await expect(truth.rig.client.ask(GetIssue, { id: theirs!.id }, as(other.id))).rejects.toMatchObject({
    code: 'NOT_FOUND',
  })
  await expect(truth.rig.client.ask(ListIssues, { cursor: 'nothing' }, as(one.id))).rejects.toMatchObject({
    code: 'INVALID',
  })
})
