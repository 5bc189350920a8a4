import { provided } from '../../../bus/index.ts'

/** How patient the delivery is; what this machine says to it. */
export interface DeliveryRules {
  /** Wait before the second try; doubles up to `maxMs`, the upper half of it by chance. */
  firstMs: number
  maxMs: number
  /** From the first try on. */
  giveUpMs: number
  /** What happened longer ago than this is told late. */
  staleMs: number
  /** More of it than so many are told in one message. */
  summaryAbove: number
  /** More than so many are told in one message even while they are fresh: the raising and the end of 50 alerts. */
  floodAbove: number
  /** What is queued so long after it happened, happened while we were away or behind. */
  missedMs: number
  /** One message of many waits until nothing came for so long, and at most so long. */
  settleMs: number
  settleAtMostMs: number
  /** How long a lane belongs to who claimed it, from its last step on; longer than any single send. */
  leaseMs: number
  /** The portal's own address as people have it, where it is known. */
  portalUrl: string | null
  /** Web push to any address, for receivers on this machine. */
  pushAnywhere: boolean
  now: () => Date
}

export const DELIVERY_RULES: DeliveryRules = {
  firstMs: 10_000,
  maxMs: 30 * 60_000,
  giveUpMs: 24 * 3_600_000,
  staleMs: 5 * 60_000,
  summaryAbove: 5,
  floodAbove: 100,
  missedMs: 10_000,
  settleMs: 5000,
  settleAtMostMs: 3 * 60_000,
  leaseMs: 25_000,
  portalUrl: null,
  pushAnywhere: false,
  now: () => new Date(),
}

export const deliveryRules = provided<DeliveryRules>('alerts.delivery-rules')

/** Milliseconds before the next try, after so many failures in a row. */
export function backoff({ firstMs, maxMs }: DeliveryRules, failures: number, chance = Math.random()): number {
  const whole = Math.min(maxMs, firstMs * 2 ** Math.min(failures - 1, 30))
  return Math.round(whole * (0.5 + 0.5 * chance))
}
