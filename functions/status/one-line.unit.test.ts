import { expect, test } from 'vitest'
import { oneLine } from './one-line.ts'

test('words of others become one line that can be stored, whatever stands in them', () => {
  expect(oneLine(' a\u0000b\r\n\tc ')).toBe('a b c')
  expect(oneLine('\uD800 half \uDC00')).toBe('\uFFFD half \uFFFD')
  expect(oneLine(`${'x'.repeat(9)}😀`, 10)).toBe('x'.repeat(9))
  expect(oneLine('😀 stays', 100)).toBe('😀 stays')
  expect(oneLine('y'.repeat(5000))).toHaveLength(600)
})
