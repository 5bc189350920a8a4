import type { RouteAnswer } from '../../../contracts/http.ts'

export type BoardStory = RouteAnswer<'boardStory'>
export type StoryPoint = BoardStory['items'][number]

/** A span of the axis in which not all was well: times in milliseconds, counts the worst of the span. */
export interface BadSpan {
  from: number
  to: number
  offline: number
  degraded: number
}

/**
 * The bad spans between two times, at most one for each of `places` equal parts of the axis: what is nearer than the eye
 * can part is one. A change holds until the next.
 */
export function badSpans(items: readonly StoryPoint[], from: number, to: number, places: number): BadSpan[] {
  const near = (to - from) / places
  const spans: BadSpan[] = []
  for (const [place, { at, offline, degraded }] of items.entries()) {
    const begin = Math.max(from, Date.parse(at))
    const end = Math.min(to, Date.parse(items[place + 1]?.at ?? '') || to)
    if (offline + degraded === 0 || end <= begin) continue
    const before = spans.at(-1)
    // an outage is not hidden in a long span that was only degraded
    const same = before && before.offline > 0 === offline > 0 && begin - before.to < near
    if (same) {
      before.to = end
      before.offline = Math.max(before.offline, offline)
      before.degraded = Math.max(before.degraded, degraded)
    } else spans.push({ from: begin, to: end, offline, degraded })
  }
  return spans
}

/** How it stood at a time; undefined before the first that is known. */
export function standingAt(items: readonly StoryPoint[], time: number): StoryPoint | undefined {
  return items.findLast(({ at }) => Date.parse(at) <= time)
}

/** Where the trouble before or after a time begins. */
export function troubleBeside(spans: readonly BadSpan[], time: number, way: -1 | 1): number | undefined {
  const starts = spans.map(({ from }) => from)
  return way < 0 ? starts.findLast((start) => start < time) : starts.find((start) => start > time)
}
