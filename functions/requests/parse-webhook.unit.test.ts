import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseWebhook } from './parse-webhook.ts'

const recorded = (name: string): string => readFileSync(`${import.meta.dirname}/fixtures/${name}.json`, 'utf8')
const read = (body: unknown) => parseWebhook(JSON.stringify(body))
const reasonOf = (body: string): string => {
  const reading = parseWebhook(body)
  return reading.says === 'nothing' ? reading.reason : `understood: ${reading.says}`
}

const inception = { title: 'Inception (2010)', mediaType: 'movie', tmdbId: 27205, tvdbId: null, is4k: false }

describe('what Seerr 3.1.0 and Overseerr 1.34.0 were seen to send', () => {
  it.each([
    ['seerr.MEDIA_PENDING', { says: 'asked', request: { ...inception, requestId: 1, requestedBy: 'friend' } }],
    ['seerr.MEDIA_APPROVED', { says: 'approved', automatic: false, request: { ...inception, requestId: 1 } }],
    ['seerr.MEDIA_AUTO_APPROVED', { says: 'approved', automatic: true, request: { requestId: 4, tmdbId: 438631 } }],
    ['seerr.MEDIA_DECLINED', { says: 'declined', request: { requestId: 3, title: 'The Matrix (1999)' } }],
    ['seerr.MEDIA_AVAILABLE', { says: 'available', partial: false, request: { requestId: 1 } }],
    ['seerr.MEDIA_PENDING-tv', { says: 'asked', request: { mediaType: 'tv', tvdbId: 81189, seasons: [1, 2] } }],
    ['seerr.MEDIA_APPROVED-tv', { says: 'approved', request: { requestId: 7, seasons: [1, 2], is4k: false } }],
    ['seerr.TEST_NOTIFICATION', { says: 'tested' }],
    [
      'seerr.ISSUE_CREATED',
      {
        says: 'issue-opened',
        reopened: false,
        message: 'No sound after 10 min',
        issue: { ...inception, issueId: 1, issueType: 'audio', reportedBy: 'friend', requestId: null },
      },
    ],
    ['seerr.ISSUE_COMMENT', { says: 'issue-commented', comment: 'Looking into it', commentedBy: 'admin' }],
    ['seerr.ISSUE_RESOLVED', { says: 'issue-resolved', issue: { issueId: 1 } }],
    ['overseerr.MEDIA_PENDING', { says: 'asked', request: { mediaType: 'movie' } }],
    ['overseerr.MEDIA_AUTO_APPROVED', { says: 'approved', automatic: true }],
    ['overseerr.TEST_NOTIFICATION', { says: 'tested' }],
  ])('%s', (name, says) => {
    expect(parseWebhook(recorded(name))).toMatchObject(says)
  })
})

describe('other templates and senders', () => {
  it('reads snake case, numbers as numbers, other cases and an unknown field', () => {
    const reading = read({
      notification_type: 'issue_reported',
      subject: 'Solaris (1972)',
      message: 'It stutters.',
      media: { media_type: 'MOVIE', tmdb_id: 593, tvdb_id: '', colour: [1, { deep: null }] },
      issue: { issue_id: 9, issue_type: 'VIDEO', reported_by_username: 'Kris', reported_by_email: 'kris@station.test' },
      extra: [
        { name: 'Affected Season', value: '2' },
        { name: 'Affected Episode', value: 10 },
      ],
    })
    expect(reading).toMatchObject({
      says: 'issue-opened',
      issue: { tmdbId: 593, mediaType: 'movie', issueId: 9, reportedBy: 'Kris', season: 2, episode: 10 },
    })
    expect(JSON.stringify(reading)).not.toContain('station.test')
  })

  it('reads a flat template and one with short names inside its blocks', () => {
    expect(
      read({ notificationType: 'media-approved', media_type: 'tv', media_tmdbid: '1396', request_id: '12' }),
    ).toMatchObject({ says: 'approved', request: { requestId: 12, tmdbId: 1396, mediaType: 'tv' } })
    expect(read({ notification_type: 'MEDIA_FAILED', request: { id: 5 } })).toMatchObject({
      says: 'failed',
      request: { requestId: 5, mediaType: null },
    })
  })

  it('takes variables that were not filled in, empty strings and wrong blocks as nothing', () => {
    expect(
      read({
        notification_type: 'MEDIA_PENDING',
        subject: '',
        media: { media_type: '{{media_type}}', tmdbId: '{{media_tmdbid}}' },
        request: { request_id: '3', requestedBy_username: '{{requestedBy_username}}' },
        issue: '',
        comment: [],
        extra: { name: 'Requested Seasons' },
      }),
    ).toMatchObject({ says: 'asked', request: { title: null, mediaType: null, requestedBy: null, seasons: [] } })
  })

  it('knows 4K by the text, and without one by the status that fits', () => {
    const media = { media_type: 'movie', tmdbId: '1', status: 'AVAILABLE', status4k: 'PENDING' }
    const is4k = (fields: object) => read({ notification_type: 'MEDIA_APPROVED', media, ...fields })
    expect(is4k({ event: '4K Movie Request Approved' })).toMatchObject({ request: { is4k: true } })
    expect(is4k({ event: 'Movie Request Approved' })).toMatchObject({ request: { is4k: false } })
    expect(is4k({})).toMatchObject({ request: { is4k: true } })
    expect(is4k({ media: { ...media, status: 'PENDING' } })).toMatchObject({ request: { is4k: false } })
  })

  it('has a series partly available by the status of the quality that was asked for', () => {
    const partial = (event: string, status: string, status4k: string) =>
      read({ notification_type: 'MEDIA_AVAILABLE', event, media: { media_type: 'tv', tmdbId: '1', status, status4k } })
    expect(partial('Series Request Now Available', 'PARTIALLY_AVAILABLE', 'UNKNOWN')).toMatchObject({ partial: true })
    expect(partial('4K Series Request Now Available', 'PARTIALLY_AVAILABLE', 'AVAILABLE')).toMatchObject({
      partial: false,
    })
  })

  it('lets no mail address through', () => {
    const reading = read({
      notification_type: 'ISSUE_COMMENT',
      issue: { issue_id: 1, reportedBy_username: 'ann@peers.test', reportedBy_email: 'ann@peers.test' },
      comment: { comment_message: 'Write to bob.b@peers.test, please', commentedBy_username: 'bob.b@peers.test' },
    })
    expect(reading).toMatchObject({
      comment: 'Write to bob.b@…, please',
      commentedBy: 'bob.b',
      issue: { reportedBy: 'ann' },
    })
    expect(JSON.stringify(reading)).not.toContain('peers.test')
  })
})

describe('what cannot be understood has a reason', () => {
  it.each([
    ['{', 'The body is no JSON.'],
    ['[]', 'The body is a list where an object was expected.'],
    ['null', 'The body is null where an object was expected.'],
    ['12', 'The body is a number where an object was expected.'],
    [JSON.stringify('x'.repeat(900_000)), 'The body is a string where an object was expected.'],
    ['{}', 'It has no notification_type.'],
    ['{"notification_type":{"toString":1}}', 'It has no notification_type.'],
    ['{"notification_type":"MEDIA_EATEN"}', 'The notification type MEDIA_EATEN is not known.'],
    ['{"notification_type":"MEDIA_PENDING"}', 'It names no request, and no film or series by its id.'],
    [
      '{"notification_type":"MEDIA_PENDING","media":{"tmdbId":"12"}}',
      'It names no request, and no film or series by its id.',
    ],
    ['{"notification_type":"ISSUE_RESOLVED"}', 'It names no issue, no request, and no film or series by its id.'],
    [
      '{"notification_type":"ISSUE_COMMENT","issue":{"issue_id":1}}',
      'It says that there is a new comment, but not which.',
    ],
  ])('%#', (body, reason) => {
    expect(reasonOf(body)).toBe(reason)
  })

  it('never throws, whatever JSON comes under the names it knows', () => {
    const block = fc.dictionary(
      fc.constantFrom('media_type', 'tmdbId', 'request_id', 'issue_id', 'comment_message', 'name', 'value', 'status4k'),
      fc.jsonValue(),
    )
    const body = fc.record({
      notification_type: fc.oneof(fc.constantFrom('MEDIA_PENDING', 'ISSUE_COMMENT', 'MEDIA_AVAILABLE'), fc.jsonValue()),
      media: fc.oneof(block, fc.jsonValue()),
      request: fc.oneof(block, fc.jsonValue()),
      issue: fc.oneof(block, fc.jsonValue()),
      comment: fc.oneof(block, fc.jsonValue()),
      extra: fc.oneof(fc.array(block), fc.jsonValue()),
    })
    fc.assert(fc.property(body, (any) => typeof read(any).says === 'string'))
    fc.assert(fc.property(fc.jsonValue(), (any) => typeof read(any).says === 'string'))
  })

  it('reads deep nesting without a stack that overflows', () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    expect(reasonOf(`{"notification_type":"MEDIA_PENDING","media":${deep}}`)).toMatch(/^It names no request/)
    expect(reasonOf(`{"notification_type":${deep}}`)).toBe('It has no notification_type.')
  })
})
