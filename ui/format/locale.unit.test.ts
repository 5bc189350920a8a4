import { expect, test } from 'vitest'
import { variantOf } from './locale.ts'

test('dates are written as a person is used to, in the language of the texts', () => {
  expect(variantOf(['en-AU', 'en'])).toBe('en-AU')
  expect(variantOf(['en', 'de'])).toBe('en')
  expect(variantOf(['fr-CA', 'en-CA', 'en'])).toBe('en-CA')
  expect(variantOf(['de-DE', 'de', 'en-US', 'en'])).toBe('en-GB')
  expect(variantOf(['ja'])).toBe('en-GB')
  expect(variantOf([])).toBe('en')
})
