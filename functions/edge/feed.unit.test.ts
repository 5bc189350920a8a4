import { describe, expect, it } from 'vitest'
import { toFeed } from './feed.ts'

const status = {
  title: 'Our house & garden',
  description: null,
  status: 'online' as const,
  at: '2026-11-21T18:00:00.000Z',
  groups: [],
  incidents: [
    {
      id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11',
      title: 'Plex <b>]]> is & ]]> away',
      state: 'resolved' as const,
      startedAt: '2026-11-20T10:00:00.000Z',
      resolvedAt: '2026-11-20T12:30:00.000Z',
      services: ['Plex', 'Music'],
      notes: [
        { at: '2026-11-20T10:05:00.000Z', text: 'Looking into it.\nPatience.' },
        { at: '2026-11-20T12:31:00.000Z', text: 'A disk was full\u0007\u0000.' },
      ],
    },
  ],
  maintenance: [
    {
      title: 'New disk',
      note: 'Off for an hour.',
      startsAt: '2026-11-22T18:00:00.000Z',
      endsAt: '2026-11-22T19:00:00.000Z',
    },
  ],
}
const feed = toFeed(status, 'https://nest.example')
const count = (text: string, part: string): number => text.split(part).length - 1

describe('the feed', () => {
  it('has incidents with their notes and planned maintenance, the latest first', () => {
    const titles = [...feed.matchAll(/<title><!\[CDATA\[(.*?)\]\]><\/title>/g)].map(([, title]) => title)
    expect(titles).toEqual(['Maintenance: New disk', 'Resolved: Plex &lt;b&gt;]]&gt; is &amp; ]]&gt; away'])
    expect(feed).toContain('<p>Began 2026-11-20 10:00 UTC, over 2026-11-20 12:30 UTC.</p><p>Affected: Plex, Music.</p>')
    expect(feed).toContain('<p>2026-11-20 10:05 UTC: Looking into it.<br>Patience.</p>')
    expect(feed).toContain('<p>2026-11-22 18:00 UTC to 2026-11-22 19:00 UTC.</p><p>Off for an hour.</p>')
    expect(feed).toContain('Fri, 20 Nov 2026 12:31:00 GMT')
  })

  it('links to where people reach us', () => {
    expect(feed).toContain('<link>https://nest.example/status</link>')
    expect(feed).toContain('href="https://nest.example/api/public/feed.xml" rel="self"')
    const addresses = [...feed.matchAll(/https?:\/\/[^/<"]+/g)].map(([address]) => address)
    expect(new Set(addresses)).toEqual(
      new Set(['https://nest.example', 'https://validator.w3.org', 'http://www.w3.org']),
    )
  })

  it('stays well formed, whatever people write', () => {
    expect(count(feed, '<![CDATA[')).toBe(count(feed, ']]>'))
    expect(feed).toContain('<title>Our house &amp; garden</title>')
    expect(feed).not.toMatch(/(?![\n\t])\p{Cc}/u)
  })

  it('is the same until there is news', () => {
    expect(toFeed({ ...status, at: '2026-11-21T19:00:00.000Z' }, 'https://nest.example')).toBe(feed)
    expect(toFeed({ ...status, incidents: null, maintenance: [] }, 'https://nest.example')).not.toContain('<item>')
  })
})
