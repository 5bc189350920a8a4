import { expect, test } from 'vitest'
import type { ServiceConnection } from '../../../contracts/services.ts'
import { readNotes } from '../../state/guide.ts'
import { nextOf, stepsOf } from './steps.ts'

const service = (name: ServiceConnection['name'], url: string | null): ServiceConnection => ({
  name,
  title: name,
  url,
  enabled: true,
  needs: [],
  stored: [],
  config: {},
  defaultPort: 1,
  hint: '',
  updatedAt: null,
  updatedBy: null,
})
const hook = (lastReceivedAt: string | null) =>
  ({ source: 'overseerr', url: 'http://x', createdAt: '2026-01-01T00:00:00Z', lastReceivedAt }) as const
const none = readNotes(null)

test('a fresh house begins with Plex', () => {
  const states = stepsOf(
    { services: [service('plex', null), service('overseerr', null)], webhooks: [hook(null)] },
    none,
  )
  expect(states).toEqual({ password: 'done', plex: 'open', seerr: 'open', webhooks: 'open', board: 'open' })
  expect(nextOf(states)).toBe('plex')
})

test('what was left for later is passed over, and is done when it is done', () => {
  const notes = { ...none, later: ['plex', 'webhooks'] as const }
  const before = stepsOf({ services: [], webhooks: [] }, notes)
  expect(before).toMatchObject({ plex: 'later', webhooks: 'later' })
  expect(nextOf(before)).toBe('seerr')
  const after = stepsOf({ services: [service('plex', 'http://p')], webhooks: [hook('2026-01-02T00:00:00Z')] }, notes)
  expect(after).toMatchObject({ plex: 'done', webhooks: 'done' })
})

test('after the last step there is none', () => {
  const services = [service('plex', 'http://p'), service('overseerr', 'http://s')]
  const states = stepsOf({ services, webhooks: [hook('2026-01-02T00:00:00Z')] }, { ...none, sawBoard: true })
  expect(nextOf(states)).toBeUndefined()
})
