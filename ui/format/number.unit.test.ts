import { expect, test } from 'vitest'
import { fileSize, milliseconds, percentage } from './number.ts'

test('an uptime is never rounded up to all', () => {
  expect(percentage(100)).toBe('100 %')
  expect(percentage(99.999)).toBe('99.99 %')
  expect(percentage(98.76)).toBe('98.7 %')
  expect(percentage(0)).toBe('0 %')
})

test('response times have digits where they matter', () => {
  expect(milliseconds(0.84)).toBe('0.8 ms')
  expect(milliseconds(38.4)).toBe('38 ms')
  expect(milliseconds(1840)).toBe('1.8 s')
})

test('a size has the unit that people say', () => {
  expect(fileSize(812)).toBe('812 byte')
  expect(fileSize(1250)).toBe('1.3 kB')
  expect(fileSize(3_400_000_000)).toBe('3.4 GB')
})
