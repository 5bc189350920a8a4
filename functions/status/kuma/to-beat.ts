import type { KumaBeat } from '../../../contracts/kuma.ts'
import { oneLine } from '../one-line.ts'
import type { ListedBeat } from './wire.ts'

/** 2 is pending: not yet decided, so it says nothing. */
const STATES: Readonly<Record<number, KumaBeat['status']>> = { 0: 'offline', 1: 'online', 3: 'maintenance' }

/** An address in an error may carry what lets somebody in. */
const HIDING: readonly (readonly [RegExp, string])[] = [
  [/\/\/[^\s/@]+@/g, '//'],
  [/\?[^\s"'<>]*/g, ''],
]

/** Why it is offline, as it says; where it does not, that it said so. */
export function reasonOf(msg: string | null | undefined): string {
  let words = oneLine(msg ?? '', 5000)
  for (const [pattern, instead] of HIDING) words = words.replaceAll(pattern, instead)
  return oneLine(words, 200) || 'Uptime Kuma reports it offline.'
}

/** Null for what says nothing. */
export function toBeat(id: string, beat: ListedBeat, from: KumaBeat['from']): KumaBeat | null {
  const status = STATES[beat.status]
  if (status === undefined) return null
  const error = status === 'offline' ? reasonOf(beat.msg) : null
  const responseTimeMs = status === 'online' && beat.ping != null && beat.ping >= 0 ? beat.ping : null
  return { id, at: beat.time.toISOString(), status, responseTimeMs, error, from }
}
