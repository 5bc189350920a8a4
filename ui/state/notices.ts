import { signal } from '@preact/signals'
import { explain } from '../explain.ts'

export interface Notice {
  id: number
  tone: 'ok' | 'bad' | 'wait'
  text: string
  /** What can be done, and the id for the log. */
  more?: string | undefined
}

const STAYS_MS = 6000
let last = 0

/** What the page says about work that is under way or over. */
export const notices = signal<readonly Notice[]>([])

/** Says something; a wait and a failure stay until they are dismissed or replaced. */
export function say(tone: Notice['tone'], text: string, more?: string): number {
  const id = ++last
  notices.value = [...notices.value.slice(-3), { id, tone, text, more }]
  if (tone === 'ok') setTimeout(() => dismiss(id), STAYS_MS)
  return id
}

/** Says what went wrong. */
export function sayFailure(error: unknown): number {
  const { what, next, id } = explain(error)
  return say('bad', what, id ? `${next} (${id.slice(0, 8)})` : next)
}

export function dismiss(id: number): void {
  notices.value = notices.value.filter((notice) => notice.id !== id)
}
