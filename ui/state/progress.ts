import { signal, type Signal } from '@preact/signals'
import type { MediaRequest } from '../../contracts/media-requests.ts'
import { hear } from './live.ts'

export type Progress = NonNullable<MediaRequest['progress']>

type Heard = Pick<Progress, 'percent' | 'etaAt'> & { requestId: string }

/** Of each request that was heard of, as newest told; it is not stored and may be newer than any answer. */
const heard = new Map<string, Signal<Progress | undefined>>()

const of = (id: string): Signal<Progress | undefined> => {
  const known = heard.get(id)
  if (known) return known
  const fresh = signal<Progress | undefined>(undefined)
  heard.set(id, fresh)
  return fresh
}

/** How far a download is: what was heard since the answer came, or the answer. A bar never runs backwards while it lasts. */
export function progressOf({ id, progress }: Pick<MediaRequest, 'id' | 'progress'>): Progress | null {
  const live = of(id).value
  if (!progress || !live) return progress
  return live.percent >= progress.percent ? { ...progress, ...live, sizeBytes: progress.sizeBytes } : progress
}

/** Takes in what was heard about a download. */
export function heardProgress({ requestId, percent, etaAt }: Heard): void {
  of(requestId).value = { percent, etaAt, sizeBytes: null }
}

/** Follows downloads until the answer is called. */
export function followProgress(): () => void {
  const stop = hear(['requests.progress'], ({ data }) => heardProgress(data as Heard))
  return () => {
    stop()
    heard.clear()
  }
}
