import type { RequestRow } from '../tables.ts'
import { type Followed, followedOf } from './followed.ts'

/** What is known changes rarely; what its history tells is looked up at once. */
const KNOWN_MS = 1_800_000
/** After so many looks in vain it is looked for less often. */
const PROMPT_MISSES = 20
const MISSED_MS = 300_000
const LOOKUPS_MOST = 8

/**
 * Which of them are looked up by themselves now: a few at each look, so that 500 open requests are no 500 calls. First
 * what is not found yet, then what just moved, then what was looked up longest ago; or only what nobody looked for yet.
 */
export function chooseLookups(
  rows: readonly RequestRow[],
  url: string,
  moved: (row: RequestRow) => boolean,
  now: Date,
  onlyNew: boolean,
): RequestRow[] {
  const ranked = rows.flatMap((row) => {
    const rank = rankOf(followedOf(row.followed), url, moved(row), now)
    return rank === null || (onlyNew && rank.rank > 0) ? [] : [{ row, ...rank }]
  })
  return ranked
    .toSorted((a, b) => a.rank - b.rank || a.age - b.age)
    .slice(0, LOOKUPS_MOST)
    .map(({ row }) => row)
}

function rankOf(followed: Followed, url: string, moved: boolean, now: Date): { rank: number; age: number } | null {
  const { there, lookedAt, misses } = followed
  const lookedMs = lookedAt === null ? 0 : Date.parse(lookedAt)
  const since = now.getTime() - lookedMs
  if (lookedAt === null || (there && there.url !== url)) return { rank: 0, age: lookedMs }
  if (!there) return misses < PROMPT_MISSES || since >= MISSED_MS ? { rank: 1, age: lookedMs } : null
  if (moved) return { rank: 2, age: lookedMs }
  return since >= KNOWN_MS ? { rank: 3, age: lookedMs } : null
}
