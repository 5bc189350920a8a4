import { afterEach, expect, test } from 'vitest'
import { followProgress, heardProgress, progressOf } from './progress.ts'

const at = (percent: number): { percent: number; etaAt: null; sizeBytes: number } => ({
  percent,
  etaAt: null,
  sizeBytes: 8,
})
let stop = (): void => {}
afterEach(() => stop())

test('what was heard since the answer counts, and a bar never runs backwards', () => {
  stop = followProgress()
  expect(progressOf({ id: 'a', progress: at(10) })).toEqual(at(10))
  heardProgress({ requestId: 'a', percent: 42, etaAt: null })
  expect(progressOf({ id: 'a', progress: at(10) })).toEqual(at(42))
  expect(progressOf({ id: 'a', progress: at(60) })).toEqual(at(60))
})

test('nothing is drawn for what is no download any more', () => {
  stop = followProgress()
  heardProgress({ requestId: 'a', percent: 42, etaAt: null })
  expect(progressOf({ id: 'a', progress: null })).toBeNull()
})
