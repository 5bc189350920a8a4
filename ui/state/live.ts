import { signal } from '@preact/signals'
import { EDGE_TYPES, PASSING_TYPES, STORED_TYPES, type LiveType } from './live-types.ts'
import { loadSession, session } from './session.ts'

/** `connecting` before the first word, `live` while it flows, `reconnecting` when it broke, `closed` when signed out. */
export type LiveState = 'closed' | 'connecting' | 'live' | 'reconnecting'

export const liveState = signal<LiveState>('closed')
/** When the feed last spoke or was seen open: what is on the page is as of then. */
export const asOf = signal<number | undefined>(undefined)

/** What every message on the feed has; stored ones carry the whole entry. */
export interface LiveMessage {
  type?: string
  data?: unknown
  [field: string]: unknown
}
type Listener = (message: LiveMessage) => void

const RETRY_MS = 3000
const listeners = new Map<LiveType, Set<Listener>>()
let source: EventSource | undefined
let retry: ReturnType<typeof setTimeout> | undefined

/** Hears messages of some types until the answer is called. */
export function hear(types: readonly LiveType[], listener: Listener): () => void {
  for (const type of types) listeners.set(type, (listeners.get(type) ?? new Set()).add(listener))
  return () => types.forEach((type) => listeners.get(type)?.delete(listener))
}

/** Hears the same, the first word at once and what follows within `restMs` together: for whoever asks anew at each. */
export function hearTogether(types: readonly LiveType[], listener: () => void, restMs = 400): () => void {
  let resting: ReturnType<typeof setTimeout> | undefined
  let more = false
  const rest = (): void => {
    resting = undefined
    if (more) now()
  }
  const now = (): void => {
    more = false
    resting = setTimeout(rest, restMs)
    listener()
  }
  const stop = hear(types, () => {
    if (resting === undefined) now()
    else more = true
  })
  return () => {
    stop()
    clearTimeout(resting)
  }
}

function tell(type: LiveType, message: LiveMessage): void {
  for (const listener of listeners.get(type) ?? []) listener(message)
}

function receive(type: LiveType, text: string): void {
  asOf.value = Date.now()
  liveState.value = 'live'
  try {
    tell(type, text ? (JSON.parse(text) as LiveMessage) : {})
  } catch (error) {
    console.error('a live message was not understood', type, error)
  }
}

/** Opens the feed. The browser itself resumes after a break; only a refusal needs us. */
export function openLive(): void {
  if (source) return
  const feed = new EventSource('/api/live')
  source = feed
  if (liveState.value === 'closed') liveState.value = 'connecting'
  feed.addEventListener('open', () => {
    // stored events are caught up by their ids, but signals that are not stored were missed
    if (liveState.value === 'reconnecting') tell('reset', {})
    liveState.value = 'live'
    asOf.value = Date.now()
  })
  for (const type of [...STORED_TYPES, ...PASSING_TYPES, ...EDGE_TYPES]) {
    feed.addEventListener(type, (event: MessageEvent<string>) => receive(type, event.data))
  }
  feed.addEventListener('error', () => {
    // silence between two messages is not loss: up to the break everything was current
    if (liveState.value === 'live') asOf.value = Date.now()
    liveState.value = 'reconnecting'
    if (feed.readyState === EventSource.CLOSED) void openAgainLater()
  })
}

/** The browser gave up: a refusal, or a proxy's error page. A session that ended shows itself when asked about. */
async function openAgainLater(): Promise<void> {
  source?.close()
  source = undefined
  await loadSession()
  if (!session.value) return
  clearTimeout(retry)
  retry = setTimeout(openLive, RETRY_MS)
}

/** Closes the feed, for a person who leaves. */
export function closeLive(): void {
  clearTimeout(retry)
  source?.close()
  source = undefined
  liveState.value = 'closed'
  asOf.value = undefined
}
