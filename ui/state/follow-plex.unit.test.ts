import { expect, test } from 'vitest'
import type { RouteAnswer } from '../../contracts/http.ts'
import { RequestFailed } from '../failure.ts'
import { followPlex } from './follow-plex.ts'

type Answer = RouteAnswer<'pollPlex'>
const answer = (status: Answer['status'], message: string | null = null): Answer => ({
  status,
  message,
  twoFactor: null,
})

/** Follows what is answered in this order; says what was told and how long was paused. */
async function follow(answers: (Answer | RequestFailed)[]) {
  const told: [string | null, boolean][] = []
  const pauses: number[] = []
  const result = await followPlex({
    poll: async () => {
      const next = answers.shift()
      if (next instanceof RequestFailed || !next) throw next ?? new Error('asked too often')
      return next
    },
    pause: async (ms) => void pauses.push(ms),
    onPending: (message, lost) => void told.push([message, lost]),
    signal: new AbortController().signal,
  })
  return { status: result.status, told, pauses }
}

test('goes on until it is decided, and tells what is said on the way', async () => {
  const { status, told, pauses } = await follow([answer('pending', 'plex.tv is slow'), answer('signed-in')])
  expect(status).toBe('signed-in')
  expect(told).toEqual([['plex.tv is slow', false]])
  expect(pauses[0]).toBeGreaterThan(1000)
})

test('a portal that is away is asked again; one that is in no hurry, when it says', async () => {
  const busy = new RequestFailed('RATE_LIMIT_EXCEEDED', '', undefined, { retryAfter: 7 })
  const { status, told, pauses } = await follow([new RequestFailed('OFFLINE', ''), busy, answer('refused', 'No.')])
  expect(status).toBe('refused')
  expect(told).toEqual([[null, true]])
  expect(pauses[0]).toBe(3000)
  expect(pauses[1]).toBeGreaterThan(6000)
})

test('what the portal does not know any more has expired, and what is no matter of time ends it', async () => {
  expect((await follow([new RequestFailed('NOT_FOUND', '')])).status).toBe('expired')
  await expect(follow([new RequestFailed('ACCOUNT_DISABLED', '')])).rejects.toMatchObject({ code: 'ACCOUNT_DISABLED' })
})

test('stops when it is left', async () => {
  const left = new AbortController()
  left.abort()
  const following = followPlex({
    poll: async () => answer('signed-in'),
    pause: async () => {},
    onPending: () => {},
    signal: left.signal,
  })
  await expect(following).rejects.toThrow()
})
