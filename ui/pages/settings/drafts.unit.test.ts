import { expect, test } from 'vitest'
import { session } from '../../state/session.ts'
import { keepDraft, settingDrafts } from './drafts.ts'

test('what was typed stays until the person signs out', () => {
  keepDraft('backup', { keep: '7' })
  keepDraft('limits', { readsPerMinute: '5' })
  expect(settingDrafts.value).toEqual({ backup: { keep: '7' }, limits: { readsPerMinute: '5' } })
  session.value = null
  expect(settingDrafts.value).toEqual({})
})
