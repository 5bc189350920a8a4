import { makeBadge } from 'badge-maker'
import type { z } from 'zod'
import type { GetPublicService } from '../../contracts/status-page.ts'

type PublicService = z.output<typeof GetPublicService.result>

const STATES: Record<PublicService['status'], { words: string; color: string }> = {
  online: { words: 'online', color: 'brightgreen' },
  degraded: { words: 'slow or failing in part', color: 'yellow' },
  offline: { words: 'offline', color: 'red' },
  maintenance: { words: 'in maintenance', color: 'blue' },
  unknown: { words: 'not known yet', color: 'lightgrey' },
}

/** From what share of good checks on a badge is of which colour; below the last it is red. */
const SHARES: readonly [from: number, color: string][] = [
  [99.9, 'brightgreen'],
  [99, 'green'],
  [97, 'yellowgreen'],
  [95, 'yellow'],
  [90, 'orange'],
]

const DRAWN: Record<string, (service: PublicService) => { message: string; color: string }> = {
  'status.svg': ({ status }) => ({ message: STATES[status].words, color: STATES[status].color }),
  'uptime.svg': ({ uptimePercentage: share }) =>
    share === null
      ? { message: 'no checks yet', color: 'lightgrey' }
      : { message: `${share} % in 90 days`, color: SHARES.find(([from]) => share >= from)?.[1] ?? 'red' },
}

/** Whether there is a badge of that name. */
export const isBadge = (badge: string): boolean => Object.hasOwn(DRAWN, badge)

/** A badge as SVG, with its words as the title for those who do not see it. */
export const drawBadge = (badge: string, service: PublicService): string =>
  makeBadge({ label: service.name, ...DRAWN[badge]!(service) })

/** For every name that the public page does not show, whether there is such a service or not. */
export const NO_BADGE = makeBadge({ label: 'status', message: 'not found', color: 'lightgrey' })
