import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { dueFor, peopleOf, type Person } from '../delivery/preference.ts'
import type { DeliveryTables, Method } from '../delivery/tables.ts'
import { isNews, type Fact, type Words } from './words.ts'

/** Something to tell some people about a request or a reported problem. */
export interface News {
  /** The request or problem. */
  about: string
  /** The same for the same fact, however often it comes. */
  id: string
  fact: string
  words: Words
  /** Whose words stand in the text; left out where they are ours or a system's. */
  by?: string | null
  path: string
  at: Date
}

/** Queues news for these people, on every way that they chose; who wants none is told none. */
export async function queueNews(
  tx: Transaction<DeliveryTables>,
  news: News,
  isFor: (person: Person) => boolean,
  now: Date,
): Promise<void> {
  const people = (await peopleOf(tx)).filter((person) => person.requests && isFor(person))
  if (people.length === 0) return
  const browsers = await tx.selectFrom('push_browser').select(['id', 'user_id']).execute()
  const mailer = await tx
    .selectFrom('channel')
    .select('id')
    .where('kind', '=', 'email')
    .where('enabled', '=', true)
    .executeTakeFirst()
  const rows = people.flatMap((person) => {
    const ways: [Method, target: string, name: string][] = [
      ...(person.page ? [['page', person.userId, 'Page'] as [Method, string, string]] : []),
      ...(person.push
        ? browsers
            .filter(({ user_id }) => user_id === person.userId)
            .map(({ id }): [Method, string, string] => ['push', id, 'Web push'])
        : []),
      ...(person.email && person.sealed_email !== null && mailer
        ? [['email', person.userId, 'E-mail'] as [Method, string, string]]
        : []),
    ]
    return ways.map(([method, target, name]) => rowOf(person, method, target, name, news, now))
  })
  if (rows.length === 0) return
  await tx
    .insertInto('delivery')
    .values(rows)
    .onConflict((oc) => oc.columns(['told_id', 'lane']).doNothing())
    .execute()
}

function rowOf(person: Person, method: Method, target: string, name: string, news: News, now: Date) {
  const { words, path, fact, by, at } = news
  const { at: due, held } = method === 'page' ? { at: now, held: null } : dueFor(person, words.severity, now)
  const { title, text, severity, mood } = words
  return {
    id: randomUUID(),
    told_id: news.id,
    lane: `${method}:${target}`,
    method,
    target,
    user_id: person.userId,
    channel_name: name,
    alert_id: news.about,
    transition: 'news' as const,
    at,
    message: JSON.stringify({ title, text, severity, path, news: { fact, mood, ...(by ? { by } : {}) } }),
    held,
    due_at: due,
    since: due,
    queued_at: now,
  }
}

/** What tells a fact apart from others; ends with the version of what it is about. */
export const newsId = (kind: 'request' | 'issue', about: string, fact: string, version: number): string =>
  `${kind}:${about}:${fact}:${version}`

const versionIn = (id: string): number => Number(id.slice(id.lastIndexOf(':') + 1))

/** Whether a fact is news to this person: nothing later was told, and it was not either, or its contrary was since. */
export async function isNewsTo(
  tx: Transaction<DeliveryTables>,
  userId: string,
  about: string,
  { fact, version }: { fact: Fact; version: number },
): Promise<boolean> {
  const rows = await tx
    .selectFrom('delivery')
    .select(['told_id', 'message'])
    .where('alert_id', '=', about)
    .where('user_id', '=', userId)
    .orderBy('position')
    .execute()
  // facts may be heard of out of order: that it failed is none any more once it was said to be there
  if (rows.some((row) => versionIn(row.told_id) > version)) return false
  return isNews(
    fact,
    rows.flatMap(({ message }) => message.news?.fact ?? []),
  )
}
