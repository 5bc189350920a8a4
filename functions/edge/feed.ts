import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { Feed } from 'feed'
import type { GetPublicStatus, PublicIncident } from '../../contracts/status-page.ts'

type PublicStatus = z.output<typeof GetPublicStatus.result>
type Planned = PublicStatus['maintenance'][number]

/** Where the public page stands, below the address that people reach us by. */
const PAGE = '/status'

/**
 * Published incidents and planned maintenance as RSS 2.0, the latest news first. It says nothing of when it was asked
 * for, so that it stays the same until there is news.
 */
export function toFeed(status: PublicStatus, baseUrl: string): string {
  const page = baseUrl + PAGE
  const items = [
    ...(status.incidents ?? []).map((incident) => incidentItem(incident, page)),
    ...status.maintenance.map((planned) => plannedItem(planned, page)),
  ].toSorted((a, b) => b.date.getTime() - a.date.getTime())
  const feed = new Feed({
    title: plain(status.title),
    description: plain(status.description ?? ''),
    id: page,
    link: page,
    feedLinks: { rss: `${baseUrl}/api/public/feed.xml` },
    generator: 'MediaNest',
    updated: items[0]?.date ?? new Date(0),
  })
  for (const item of items) feed.addItem(item)
  return feed.rss2()
}

function incidentItem({ id, title, state, startedAt, resolvedAt, services, notes }: PublicIncident, page: string) {
  const last = [startedAt, resolvedAt, ...notes.map((note) => note.at)]
    .filter((at) => at !== null)
    .toSorted()
    .at(-1)
  return {
    title: toHtml(state === 'resolved' ? `Resolved: ${title}` : title),
    link: page,
    guid: `incident:${id}`,
    date: new Date(last ?? startedAt),
    description: [
      `Began ${inWords(startedAt)}${resolvedAt === null ? ', not over yet' : `, over ${inWords(resolvedAt)}`}.`,
      ...(services.length === 0 ? [] : [`Affected: ${services.join(', ')}.`]),
      ...notes.toSorted((a, b) => (a.at < b.at ? 1 : -1)).map((note) => `${inWords(note.at)}: ${note.text}`),
    ]
      .map(paragraph)
      .join(''),
  }
}

/** Dated by its begin, as it is not said when it was planned. */
function plannedItem({ title, note, startsAt, endsAt }: Planned, page: string) {
  const span = endsAt === null ? `From ${inWords(startsAt)} on.` : `${inWords(startsAt)} to ${inWords(endsAt)}.`
  return {
    title: toHtml(`Maintenance: ${title}`),
    link: page,
    guid: `maintenance:${createHash('sha256').update(`${startsAt} ${title}`).digest('hex').slice(0, 32)}`,
    date: new Date(startsAt),
    description: [span, ...(note ? [note] : [])].map(paragraph).join(''),
  }
}

const inWords = (at: string): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`

/** XML 1.0 has no place for these. */
const plain = (text: string): string => text.toWellFormed().replaceAll(/[^\P{Cc}\n\t]|[\uFFFE\uFFFF]/gu, '')

/** Readers take it for HTML; so nothing in it can end the section that it stands in, either. */
const toHtml = (text: string): string =>
  plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const paragraph = (text: string): string => `<p>${toHtml(text).replaceAll('\n', '<br>')}</p>`
