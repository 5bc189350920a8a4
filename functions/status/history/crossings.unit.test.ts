import { expect, it } from 'vitest'
import { crossings } from './crossings.ts'

const own = (value: number | null): number | null => value

it.each([
  ['above', { above: 10 }, [1, 2, 11, 11, 15, 12, 3, 4, 20], [1, 11, 15, 3, 20]],
  ['below', { below: 5 }, [9, 4, 4, 2, 3, 8, 9], [9, 4, 2, 8]],
  ['with gaps', { above: 10 }, [null, null, 11, null, null, 12], [null, 11, null, 12]],
  ['never', { above: 10 }, [1, 2, 3], [1]],
  ['nothing', { above: 10 }, [], []],
])('tells when and how far: %s', (_, limit, values, told) => {
  expect(crossings(values, limit, own)).toEqual(told)
})
