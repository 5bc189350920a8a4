import { expect, it } from 'vitest'
import { sentenceOf } from './influences.ts'

const step = { type: 'status.monitor-updated', kind: 'monitor', name: 'NAS', data: {} } as const

it('says what was changed before an incident in words, without the name of an event', () => {
  expect(sentenceOf(step)).toBe('The check was changed: NAS.')
  expect(sentenceOf({ ...step, type: 'status.monitor-added' })).toBe('The check was added: NAS.')
  expect(sentenceOf({ type: 'settings.changed', kind: 'settings', name: null, data: {} })).toBe(
    'Settings were changed.',
  )
  const connected = {
    type: 'settings.service-configured',
    kind: 'settings',
    name: null,
    data: { title: 'Sonarr' },
  } as const
  expect(sentenceOf(connected)).toBe('A connection was set up or changed: Sonarr.')
})
