import { expect, test } from 'vitest'
import { facts } from './facts.ts'

test('facts are sentences about what they are about', () => {
  expect(facts.sentence('requests.approved', { title: 'Dune' })).toBe('Approved: Dune')
  expect(facts.sentence('status.changed', { name: 'Plex', status: 'offline' })).toBe('Plex went offline')
  expect(facts.sentence('webhooks.received', { source: 'overseerr' })).toBe('Seerr called its webhook')
  expect(facts.sentence('library.item-watched', { title: 'Ozymandias', context: 'Show · S5E14' })).toBe(
    'Somebody watched Ozymandias (Show · S5E14) to the end',
  )
})

test('a field that is missing or of another kind breaks nothing', () => {
  expect(facts.sentence('requests.asked', { title: 7, requestedBy: null })).toBe(
    'Somebody asked for A title without a name',
  )
})

test('a type that nobody wrote words for is still readable', () => {
  expect(facts.sentence('downloads.playlist-found', {})).toBe('Playlist found')
  expect(facts.deadType('downloads.playlist-found')).toBe('Given up: playlist found (Downloads)')
})
