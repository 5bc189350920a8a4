import { expect, test } from 'vitest'
import { allContracts } from '../../contracts/index.ts'
import { facts } from '../messages/facts.ts'
import { PASSING_TYPES, STORED_TYPES } from './live-types.ts'

const typesOf = (kind: string): string[] =>
  allContracts.filter((contract) => contract.kind === kind).map(({ type }) => type)

test('the page hears every stored event and every signal', () => {
  expect([...STORED_TYPES].toSorted()).toEqual([...new Set(typesOf('event'))].toSorted())
  expect([...PASSING_TYPES].toSorted()).toEqual(typesOf('live').toSorted())
})

test('every event and command has plain words', () => {
  expect([...typesOf('event'), ...typesOf('command')].filter((type) => !facts.hasSentence(type))).toEqual([])
})
