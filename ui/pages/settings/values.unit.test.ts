import { expect, test } from 'vitest'
import type { SettingDescription } from '../../../contracts/settings.ts'
import { changesOf, isDefault, parse, shownOf } from './values.ts'

const describe = (key: string, more: Partial<SettingDescription>): SettingDescription => ({
  section: 's',
  sectionTitle: 'S',
  key,
  title: key,
  description: '',
  kind: 'text',
  unit: null,
  default: null,
  choices: null,
  min: null,
  max: null,
  ...more,
})
const keep = describe('keep', { kind: 'number', unit: 'backups', default: 30, min: 1, max: 365 })
const enabled = describe('enabled', { kind: 'boolean', default: true })
const phrase = describe('phrase', { kind: 'secret' })
const hosts = describe('hosts', { kind: 'list', default: [] })
const access = describe('access', { kind: 'choice', default: 'a', choices: [{ value: 'a', title: 'All of them' }] })

test('values are shown in words', () => {
  expect(shownOf(keep, 1200)).toMatch(/^1.?200 backups$/)
  expect(shownOf(enabled, false)).toBe('off')
  expect(shownOf(phrase, null)).toBe('not set')
  expect(shownOf(phrase, 'set')).toBe('set')
  expect(shownOf(phrase, 'changed')).toBe('changed')
  expect(shownOf(access, 'a')).toBe('All of them')
  expect(shownOf(hosts, ['a', 'b'])).toBe('a, b')
})

test('numbers are read and held against their limits', () => {
  expect(parse(keep, ' 7 ')).toEqual({ value: 7 })
  expect(parse(keep, 'many')).toEqual({ wrong: 'Write a number.' })
  expect(parse(keep, '')).toEqual({ wrong: 'Write a number.' })
  expect(parse(keep, '366')).toEqual({ wrong: 'Choose a number. From 1 to 365.' })
})

test('a list is one per line', () => {
  expect(parse(hosts, 'nas.lan\n\n pi.lan, cellar ')).toEqual({ value: ['nas.lan', 'pi.lan', 'cellar'] })
})

test('only what differs is sent, and an empty secret keeps what is stored', () => {
  const all = [keep, enabled, phrase]
  const stored = { keep: 30, enabled: true, phrase: 'set' }
  expect(changesOf(all, stored, { keep: '30', enabled: true, phrase: '' })).toEqual({ values: {}, wrong: {} })
  expect(changesOf(all, stored, { keep: '7', enabled: false, phrase: 'a long phrase' }).values).toEqual({
    keep: 7,
    enabled: false,
    phrase: 'a long phrase',
  })
})

test('back to the default is null, and nothing where it is the default already', () => {
  expect(changesOf([keep, phrase], { keep: 7, phrase: 'set' }, { keep: null, phrase: null }).values).toEqual({
    keep: null,
    phrase: null,
  })
  expect(changesOf([keep, phrase], { keep: 30, phrase: null }, { keep: null, phrase: null }).values).toEqual({})
})

test('what is wrong stands at its key', () => {
  expect(changesOf([keep], { keep: 30 }, { keep: 'x' })).toEqual({ values: {}, wrong: { keep: 'Write a number.' } })
})

test('defaults are compared by what they say', () => {
  expect(isDefault(hosts, [])).toBe(true)
  expect(isDefault(phrase, undefined)).toBe(true)
  expect(isDefault(keep, 31)).toBe(false)
})
