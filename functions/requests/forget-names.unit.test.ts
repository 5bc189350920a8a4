import { expect, it } from 'vitest'
import { forgetIn } from './forget-names.ts'

const names = new Set(['anna', 'anna@example.org'])
const forget = (data: object, mark = '') => {
  const left = forgetIn({ fact: JSON.stringify({ type: 'x', data }), mark }, names)
  return { ...left, fact: JSON.parse(left.fact) as unknown }
}

it('takes out who it was and what they wrote, and leaves everybody else', () => {
  expect(forget({ requestedBy: 'Anna', title: 'Anna Karenina' })).toEqual({
    fact: { type: 'x', data: { requestedBy: null, title: 'Anna Karenina' } },
    mark: '',
  })
  const comment = { reportedBy: 'ben', commentedBy: 'ANNA', comment: 'It is dark here', message: 'Too dark' }
  expect(forget(comment).fact).toEqual({
    type: 'x',
    data: { reportedBy: 'ben', commentedBy: null, comment: '', message: 'Too dark' },
  })
  expect(forget({ reportedBy: 'anna', message: 'Too dark' }).fact).toEqual({
    type: 'x',
    data: { reportedBy: null, message: null },
  })
  expect(forget({ requestedBy: 'Annabel' }).fact).toEqual({ type: 'x', data: { requestedBy: 'Annabel' } })
})

it('takes the name out of the mark of what names no request', () => {
  expect(forget({ requestedBy: 'Anna' }, 'movie-7 seasons= by=Anna').mark).toBe('movie-7 seasons= by=')
  expect(forget({ requestedBy: 'ben' }, 'movie-7 seasons= by=ben').mark).toBe('movie-7 seasons= by=ben')
})
