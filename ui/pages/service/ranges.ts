export const DAY = 86_400_000

/** Spans of the chart in days. */
export const RANGES = { day: 1, week: 7, month: 30, years: 730 } as const
export type Range = keyof typeof RANGES
