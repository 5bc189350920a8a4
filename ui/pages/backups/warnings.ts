import type { RouteAnswer } from '../../../contracts/http.ts'

type Backups = Pick<RouteAnswer<'listBackups'>, 'items' | 'daily' | 'hasPassphrase'>
export type Warning = 'none' | 'old' | 'off' | 'passphrase'

const OLD_MS = 48 * 60 * 60 * 1000

/** What is to be worried about, the worst first. */
export function warningsOf({ items, daily, hasPassphrase }: Backups, now: number): Warning[] {
  const [newest] = items
  const old = newest !== undefined && now - Date.parse(newest.madeAt) > OLD_MS
  const age: Warning[] = newest ? (old ? [daily ? 'old' : 'off'] : []) : ['none']
  return hasPassphrase ? age : [...age, 'passphrase']
}
