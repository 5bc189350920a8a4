import type { There } from './followed.ts'
import type { InputOf } from '../../../contracts/define.ts'
import type { RequestProgress } from '../../../contracts/media-requests.ts'
import type { RequestRow } from '../tables.ts'
import type { Download } from './view.ts'

export interface Progress {
  /** 0 to 100, to one place. */
  percent: number | null
  etaAt: Date | null
  sizeBytes: number | null
}

const ETA_STEP_MS = 5000

/**
 * How far all that was asked for is: what is there counts whole, what is being loaded by its share. Null as long as
 * nothing was loaded.
 */
export function progressOf(there: There | null | undefined, downloads: readonly Download[]): Progress {
  const known = downloads.filter(({ id }) => id !== null)
  const files = (there?.parts ?? []).reduce((sum, part) => sum + part.there, 0)
  const wanted = (there?.parts ?? []).reduce((sum, part) => sum + Math.max(part.wanted, part.there), 0)
  if (known.length === 0) {
    return { percent: files === 0 || wanted === 0 ? null : percent(files / wanted), etaAt: null, sizeBytes: null }
  }
  const loading = known.map((one) => ({ share: shareOf(one), parts: partsOf(one) }))
  const held = loading.reduce((sum, { parts }) => sum + parts, 0)
  const done = loading.reduce((sum, { share, parts }) => sum + share * parts, 0)
  // an upgrade loads again what is there already
  const share = Math.min(1, (Math.min(files, Math.max(0, wanted - held)) + done) / Math.max(wanted, held, 1))
  const etas = known.map(({ etaAt }) => etaAt?.getTime() ?? null)
  const last = etas.includes(null) ? null : Math.max(...(etas as number[]))
  return {
    percent: percent(share),
    etaAt: last === null ? null : new Date(Math.ceil(last / ETA_STEP_MS) * ETA_STEP_MS),
    sizeBytes: known.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
  }
}

const percent = (share: number): number => Math.round(share * 1000) / 10
const partsOf = ({ holds }: Download): number => holds.reduce((sum, { parts }) => sum + parts, 0)

function shareOf({ sizeBytes, leftBytes, state }: Download): number {
  if (state === 'loaded' || state === 'import-blocked') return 1
  return sizeBytes > 0 ? Math.min(1, Math.max(0, 1 - leftBytes / sizeBytes)) : 0
}

/** Whether people who look at it see another progress than before. */
export const hasProgressed = (before: RequestRow, { percent, eta_at: eta }: RequestRow): boolean =>
  percent !== null && (percent !== before.percent || eta?.getTime() !== before.eta_at?.getTime())

export const progressToTell = ({ id, percent, eta_at: eta }: RequestRow): InputOf<typeof RequestProgress> => ({
  requestId: id,
  percent: percent ?? 0,
  etaAt: eta?.toISOString() ?? null,
})
