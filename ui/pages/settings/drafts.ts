import { effect, signal } from '@preact/signals'
import { session } from '../../state/session.ts'
import type { TypedSection } from './values.ts'

/** What was typed and not saved, by section: who looks at another page in between finds it again. */
export const settingDrafts = signal<Readonly<Record<string, TypedSection>>>({})

export const keepDraft = (section: string, typed: TypedSection): void => {
  settingDrafts.value = { ...settingDrafts.value, [section]: typed }
}

// it may hold a pass phrase, and is nobody else's
effect(() => {
  if (session.value === null) settingDrafts.value = {}
})
