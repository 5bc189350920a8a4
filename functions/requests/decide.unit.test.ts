import { describe, expect, it } from 'vitest'
import { decide } from './decide.ts'
import { FACTS } from './facts.ts'
import { parseWebhook } from './parse-webhook.ts'

const origin = (body = '') => ({
  id: '6f1f4a0e-3c1c-4c6a-9c0a-0d3b7c1f2a10',
  receivedAt: new Date('2026-03-01T12:00:00.000Z'),
  body,
})

function decided(body: object, receivedAt?: string) {
  const text = JSON.stringify(body)
  const from = origin(text)
  const decision = decide(parseWebhook(text), receivedAt ? { ...from, receivedAt: new Date(receivedAt) } : from)
  // what the bus would do with it
  FACTS[decision.fact.type].schema.parse({ ...decision.fact.data, version: 1 })
  return decision
}

const movie = { media_type: 'movie', tmdbId: '27205' }

describe('what a webhook is about', () => {
  it.each([
    ['its request', { notification_type: 'MEDIA_PENDING', media: movie, request: { request_id: '7' } }, 'seerr-7'],
    ['the film', { notification_type: 'MEDIA_PENDING', media: movie }, 'movie-27205'],
    [
      'the film in 4K',
      { notification_type: 'MEDIA_PENDING', event: '4K Movie Request', media: movie },
      'movie-27205-4k',
    ],
    ['the series', { notification_type: 'MEDIA_FAILED', media: { media_type: 'tv', tvdbId: '8' } }, 'tv-tvdb-8'],
    ['the issue', { notification_type: 'ISSUE_RESOLVED', issue: { issue_id: 4 } }, 'issue-4'],
    ['the film of an issue', { notification_type: 'ISSUE_RESOLVED', media: movie }, 'movie-27205'],
    [
      'the request of an issue',
      { notification_type: 'ISSUE_RESOLVED', issue: { id: 4 }, request: { id: 7 } },
      'seerr-7',
    ],
  ])('%s', (_, body, ref) => {
    const { fact } = decided(body)
    expect(fact.data).toMatchObject({ ref, confirmed: false, webhookId: origin().id })
    expect(fact.data.occurredAt).toBe('2026-03-01T12:00:00.000Z')
  })
})

describe('what is told apart though the number is the same', () => {
  const marks = (...bodies: object[]) =>
    new Set(bodies.map((body) => JSON.stringify([decided(body).word, decided(body).mark])))
  const approved = (tmdbId: string, request: object) => ({
    notification_type: 'MEDIA_APPROVED',
    media: { media_type: 'movie', tmdbId },
    request,
  })

  it('another title, as after a new installation of Seerr', () => {
    expect(marks(approved('1', { request_id: '7' }), approved('2', { request_id: '7' })).size).toBe(2)
  })

  it('another person, where no number is given', () => {
    const by = (name: string) => approved('1', { requestedBy_username: name })
    expect(marks(by('ada'), by('bob')).size).toBe(2)
    expect(marks(by('ada'), by('ada')).size).toBe(1)
  })
})

describe('what counts as a repeat', () => {
  const key = (body: object, at?: string) => {
    const { lane, word, mark } = decided(body, at)
    return `${lane} | ${word} | ${mark}`
  }
  const asked = (seasons: string) => ({
    notification_type: 'MEDIA_PENDING',
    request: { request_id: '7' },
    extra: [{ name: 'Requested Seasons', value: seasons }],
  })

  it('is the same whatever the order of fields and whatever comes beside them', () => {
    const one = { notification_type: 'MEDIA_APPROVED', media: movie, request: { request_id: '7' } }
    const other = { extra: [], request: { note: 1, request_id: 7 }, media: movie, notification_type: 'media_approved' }
    expect(key(one)).toBe(key(other))
    expect(key(asked('1, 2'))).toBe(key(asked('2,1')))
  })

  it('is another word for other seasons, a part, an automatic approval and a reopening', () => {
    expect(key(asked('1'))).not.toBe(key(asked('1, 2')))
    const words = ['MEDIA_APPROVED', 'MEDIA_AUTO_APPROVED', 'MEDIA_AVAILABLE', 'MEDIA_DECLINED', 'MEDIA_FAILED'].map(
      (type) => key({ notification_type: type, request: { request_id: 7 } }),
    )
    expect(new Set(words).size).toBe(5)
    const issue = { issue_id: 1 }
    expect(key({ notification_type: 'ISSUE_CREATED', issue })).not.toBe(
      key({ notification_type: 'ISSUE_REOPENED', issue }),
    )
  })

  it('keeps each comment apart', () => {
    const comment = (text: string) =>
      key({ notification_type: 'ISSUE_COMMENT', issue: { id: 1 }, comment: { message: text } })
    expect(comment('a')).toBe(comment('a'))
    expect(comment('a')).not.toBe(comment('b'))
  })

  it('tells a test again after five minutes', () => {
    const test = { notification_type: 'TEST_NOTIFICATION' }
    expect(key(test, '2026-03-01T12:00:00Z')).toBe(key(test, '2026-03-01T12:04:59Z'))
    expect(key(test, '2026-03-01T12:00:00Z')).not.toBe(key(test, '2026-03-01T12:05:00Z'))
  })
})
