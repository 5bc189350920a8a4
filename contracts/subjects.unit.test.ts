import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allContracts } from './index.ts'
import { fromKeyToken, keyToken, subjectFor, subjectOf } from './subjects.ts'
import { RequestApproved } from './requests.ts'
import { WebhookReceived } from './webhooks.ts'

describe('subjects', () => {
  it('have a fixed depth and end with the key', () => {
    expect(subjectFor(RequestApproved, 'seerr-7')).toBe('evt.requests.approved.v1.seerr-7')
    expect(subjectFor(WebhookReceived, 'plex')).toBe('hook.webhooks.received.v1.plex')
  })

  it('bring any key back from its token, which is one token', () => {
    assert(
      property(string({ minLength: 1, unit: 'grapheme' }), (key) => {
        const token = keyToken(key)
        expect(token).toMatch(/^[A-Za-z0-9_=-]+$/)
        expect(fromKeyToken(token)).toBe(key)
      }),
    )
  })

  it('are different for every contract', () => {
    const subjects = allContracts.filter((c) => c.kind !== 'state').map(subjectOf)
    expect(new Set(subjects).size).toBe(subjects.length)
  })
})
