import { signal } from '@preact/signals'

export const STEPS = ['password', 'plex', 'seerr', 'webhooks', 'board'] as const
export type StepName = (typeof STEPS)[number]

/** What a person decided about the first steps, on this device. */
export interface GuideNotes {
  /** The card on the home page is not shown any more. */
  dismissed: boolean
  later: readonly StepName[]
  sawBoard: boolean
}

const KEY = 'medianest.guide'

/** Reads what an earlier or broken page may have left; what is not understood is as if it was not there. */
export function readNotes(text: string | null): GuideNotes {
  let said: Partial<Record<keyof GuideNotes, unknown>> = {}
  try {
    said = (JSON.parse(text ?? '{}') ?? {}) as typeof said
  } catch {
    // not ours
  }
  const later = Array.isArray(said.later) ? said.later : []
  return {
    dismissed: said.dismissed === true,
    later: STEPS.filter((step) => later.includes(step)),
    sawBoard: said.sawBoard === true,
  }
}

/** A browser may keep nothing for us; the guide works without. */
function stored(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

export const guideNotes = signal<GuideNotes>(readNotes(stored()))

export function note(change: Partial<GuideNotes>): void {
  guideNotes.value = { ...guideNotes.value, ...change }
  try {
    localStorage.setItem(KEY, JSON.stringify(guideNotes.value))
  } catch {
    // it holds until the page is closed
  }
}
