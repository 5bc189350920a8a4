import { expect, test } from 'vitest'
import { readNotes } from './guide.ts'

const NOTHING = { dismissed: false, later: [], sawBoard: false }

test.each([null, '', 'null', '{', '[]', '{"later":"plex","dismissed":1}'])('%j says nothing', (text) => {
  expect(readNotes(text)).toEqual(NOTHING)
})

test('steps that are no more are forgotten', () => {
  expect(readNotes('{"later":["seerr","gone","plex"],"dismissed":true}')).toEqual({
    dismissed: true,
    later: ['plex', 'seerr'],
    sawBoard: false,
  })
})
