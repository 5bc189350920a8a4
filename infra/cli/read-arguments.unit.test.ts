import { expect, it } from 'vitest'
import { defineCommand, REMOTE } from './command.ts'
import { readArguments } from './read-arguments.ts'

const command = defineCommand({
  takes: '<id>',
  summary: '',
  words: [0, 1],
  options: REMOTE,
  run: async () => 0,
})
const read = (...args: string[]) => readArguments(command, args)

it('takes a value that begins with a dash, as one key in 64 does', () => {
  expect(read('--key', '-Zq_1', 'word', '--json')).toMatchObject({
    values: { key: '-Zq_1', json: true },
    words: ['word'],
  })
  expect(read('--key', '--Zq').values.key).toBe('--Zq')
  expect(read('--key=-Zq').values.key).toBe('-Zq')
})

it('takes no option for a value, and knows one that is missing', () => {
  expect(() => read('--key', '--json')).toThrow('--key wants its KEY.')
  expect(() => read('--url')).toThrow('--url wants its ADDRESS.')
  expect(() => read('--json=1')).toThrow(/^Option '--json' does not take an argument\.$/)
  expect(() => read('--nope')).toThrow(/^Unknown option '--nope'\.$/)
})

it('takes what follows -- for words', () => {
  expect(read('--', '--json')).toMatchObject({ values: {}, words: ['--json'] })
})
