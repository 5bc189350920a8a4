import { expect, test } from 'vitest'
import type { Channel } from '../../../contracts/channels.ts'
import { draftOf, inputOf, wrongFrom, wrongIn, type Kind } from './draft.ts'

const field = (name: string, part: Partial<Kind['fields'][number]> = {}): Kind['fields'][number] => ({
  name,
  title: name,
  input: 'text',
  required: false,
  secret: false,
  ...part,
})
const kind: Kind = {
  kind: 'ntfy',
  title: 'ntfy',
  hint: '',
  fields: [
    field('url', { input: 'url', required: true, default: 'https://ntfy.sh' }),
    field('token', { input: 'secret', required: true, secret: true }),
    field('priority', { input: 'number' }),
    field('tags', { input: 'list' }),
    field('markdown', { input: 'switch', default: true }),
  ],
}
const channel: Channel = {
  id: '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11',
  kind: 'ntfy',
  name: 'Phone',
  config: { url: 'http://ntfy.lan', priority: 3, tags: ['a', 'b'], markdown: false },
  stored: ['token'],
  enabled: false,
  selection: { severities: ['critical'] },
  waiting: 0,
  dead: 0,
  lastSentAt: null,
  lastError: null,
  createdAt: '2026-03-01T10:00:00Z',
  updatedAt: '2026-03-01T10:00:00Z',
}

test('a channel comes out of the form as it went in, but for the secret, which is left out and so stays', () => {
  const { name, enabled, config, selection } = channel
  expect(inputOf(kind, draftOf(kind, channel))).toEqual({ kind: 'ntfy', name, enabled, config, selection })
})

test('what was chosen without a field of the form stays', () => {
  const labelled = { ...channel, selection: { groups: ['Media'], labels: { team: 'night' } } }
  expect(inputOf(kind, draftOf(kind, labelled)).selection).toEqual(labelled.selection)
  expect(inputOf(kind, { ...draftOf(kind, labelled), groups: [] }).selection).toEqual({ labels: { team: 'night' } })
})

test('a new one begins with the defaults of its kind and gets every alert', () => {
  const draft = draftOf(kind, undefined)
  expect(draft).toMatchObject({ name: 'ntfy', enabled: true, config: { url: 'https://ntfy.sh', markdown: true } })
  const typed = { ...draft, config: { ...draft.config, token: ' t ', tags: 'a, b\n c' } }
  expect(inputOf(kind, typed)).toMatchObject({
    selection: null,
    config: { url: 'https://ntfy.sh', token: ' t ', tags: ['a', 'b', 'c'], markdown: true },
  })
})

test('a stored secret is forgotten by null', () => {
  const draft = draftOf(kind, channel)
  expect(inputOf(kind, { ...draft, config: { ...draft.config, token: null } }).config).toMatchObject({ token: null })
})

test('what is missing is said at its field; a stored secret is not missing, a forgotten one is', () => {
  const empty = draftOf(kind, undefined)
  expect(Object.keys(wrongIn(kind, { ...empty, name: ' ' }, []))).toEqual(['name', 'config.token'])
  const draft = draftOf(kind, channel)
  expect(wrongIn(kind, draft, ['token'])).toEqual({})
  const forgotten = { ...draft, config: { ...draft.config, token: null, priority: 'high' } }
  expect(Object.keys(wrongIn(kind, forgotten, ['token']))).toEqual(['config.token', 'config.priority'])
})

test('the portal’s objections stand at the fields that they are about', () => {
  const issues = [
    { path: 'config.url', message: 'No such host' },
    { path: 'config.other', message: 'Unknown' },
  ]
  expect(wrongFrom(kind, { code: 'INVALID', issues })).toEqual({ 'config.url': 'No such host' })
  expect(Object.keys(wrongFrom(kind, { code: 'CONFLICT', issues: [] }))).toEqual(['name'])
})
