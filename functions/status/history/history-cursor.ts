import { Resolution } from '../../../contracts/history.ts'
import type { Range } from './spans.ts'

/** Where a page of a history goes on, with what was asked for at first: the defaults of the first page stay those. */
export interface Place extends Range {
  resolution: Resolution
  /** The last point of the page before. */
  after: Date
}

const RADIX = 36

export const toCursor = ({ from, to, after, resolution }: Place): string =>
  [...[from, to, after].map((at) => at.getTime().toString(RADIX)), resolution].join('.')

/** Undefined for what is no cursor of ours. */
export function fromCursor(cursor: string): Place | undefined {
  const [from, to, after, resolution] = cursor.split('.')
  const times = [from, to, after].map((text) => new Date(Number.parseInt(text ?? '', RADIX)))
  const known = Resolution.safeParse(resolution)
  if (!known.success || times.some((at) => Number.isNaN(at.getTime()))) return undefined
  const place = { from: times[0]!, to: times[1]!, after: times[2]!, resolution: known.data }
  const holds = place.from <= place.after && place.after < place.to
  return holds && toCursor(place) === cursor ? place : undefined
}
