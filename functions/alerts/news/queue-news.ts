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
  const { words, path, fact, at } = news
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
    message: JSON.stringify({ title, text, severity, path, news: { fact, mood } }),
    held,
    due_at: due,
    since: due,
    queued_at: now,
  }
}

/** Whether a fact is news to this person: it was not told, or its contrary was since. */
export async function isNewsTo(
  tx: Transaction<DeliveryTables>,
  userId: string,
  about: string,
  fact: Fact,
): Promise<boolean> {
  const rows = await tx
    .selectFrom('delivery')
    .select('message')
    .where('alert_id', '=', about)
    .where('user_id', '=', userId)
    .orderBy('position')
    .execute()
  return isNews(
    fact,
    rows.flatMap(({ message }) => message.news?.fact ?? []),
  )
}
