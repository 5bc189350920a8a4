import type { Severity } from '../../../contracts/alerts.ts'
import type { WebhookBody } from '../../../contracts/channels.ts'

/** Something to tell through a channel. */
export interface Message {
  /** The same whenever it is sent again. */
  id: string
  title: string
  /** Plain text; lines. */
  text: string
  severity: Severity
  /** Whether it is bad news, good news, or neither. */
  mood: 'bad' | 'good' | 'neutral'
  at: Date
  /** Where on the page it leads. */
  path: string
  /** Leads to it on the page, where the portal knows its own address. */
  url: string | undefined
  body: WebhookBody
}

/** A text of at most so many characters; what is cut off is shown by a final `…`. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  // half a surrogate pair is no character
  return `${text.slice(0, most - 1).replace(/[\uD800-\uDBFF]$/, '')}…`
}
