import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ApprovalCondition } from '../../../contracts/request-rules.ts'
import { type Facts, fits, WEEK_MS, wouldApprove } from './fits.ts'

const anna = '5f0c9a52-7c1e-4b61-9d2a-3f4f6b1c8a11'
const film: Facts = {
  mediaType: 'movie',
  is4k: false,
  userId: anna,
  role: 'user',
  seasons: 0,
  year: 1972,
  genres: ['Science Fiction', 'Drama'],
  vote: 7.9,
  runtimeMinutes: 167,
}
const unknown: Facts = { ...film, userId: null, role: null, year: null, genres: null, vote: null, runtimeMinutes: null }
const series: Facts = { ...film, mediaType: 'tv', seasons: 3 }

test.each<[condition: ApprovalCondition, facts: Facts, approved: number, expected: boolean]>([
  [{}, film, 100, true],
  [{ mediaTypes: ['movie'] }, film, 0, true],
  [{ mediaTypes: ['tv', 'music'] }, film, 0, false],
  [{ is4k: false }, film, 0, true],
  [{ is4k: true }, film, 0, false],
  [{ userIds: [anna] }, film, 0, true],
  [{ userIds: [anna] }, unknown, 0, false],
  [{ roles: ['user'] }, film, 0, true],
  [{ roles: ['admin'] }, film, 0, false],
  [{ roles: ['user'] }, unknown, 0, false],
  [{ maxSeasons: 1 }, film, 0, true],
  [{ maxSeasons: 3 }, series, 0, true],
  [{ maxSeasons: 2 }, series, 0, false],
  [{ maxSeasons: 2 }, { ...series, seasons: 0 }, 0, false],
  [{ fromYear: 1972, toYear: 1972 }, film, 0, true],
  [{ fromYear: 1973 }, film, 0, false],
  [{ toYear: 1971 }, film, 0, false],
  [{ fromYear: 1900 }, unknown, 0, false],
  [{ genres: ['drama', 'Comedy'] }, film, 0, true],
  [{ genres: ['Comedy'] }, film, 0, false],
  [{ genres: ['Drama'] }, unknown, 0, false],
  [{ notGenres: ['Horror'] }, film, 0, true],
  [{ notGenres: ['SCIENCE FICTION'] }, film, 0, false],
  [{ notGenres: ['Horror'] }, unknown, 0, false],
  [{ notGenres: ['Horror'] }, { ...film, genres: [] }, 0, true],
  [{ minVote: 7.9 }, film, 0, true],
  [{ minVote: 8 }, film, 0, false],
  [{ minVote: 0 }, unknown, 0, false],
  [{ maxRuntimeMinutes: 167 }, film, 0, true],
  [{ maxRuntimeMinutes: 166 }, film, 0, false],
  [{ maxPerWeek: 2 }, film, 1, true],
  [{ maxPerWeek: 2 }, film, 2, false],
  [{ mediaTypes: ['movie'], minVote: 9 }, film, 0, false],
])('%j', (condition, facts, approved, expected) => {
  expect(fits(ApprovalCondition.parse(condition), facts, approved)).toBe(expected)
})

const DAY_MS = 86_400_000

test('a limit by the week counts the same person only, and seven days to the millisecond', () => {
  const at = (ms: number, userId: string | null = anna) => ({ ...film, id: String(ms), at: new Date(ms), userId })
  const asked = [at(0), at(DAY_MS), at(2 * DAY_MS), at(2 * DAY_MS, null), at(WEEK_MS - 1), at(WEEK_MS), at(WEEK_MS + 1)]
  const passed = wouldApprove({ maxPerWeek: 2 }, asked)
  expect(passed).toEqual([asked[0], asked[1], asked[3], asked[5]])
})

test('however people ask, nobody has more approved within seven days than a rule allows, and none is held back in vain', () => {
  const anyAsked = fc.record({
    at: fc.integer({ min: 0, max: 40 * DAY_MS }).map((ms) => new Date(ms)),
    userId: fc.constantFrom(anna, 'b', null),
    mediaType: fc.constantFrom('movie' as const, 'tv' as const),
  })
  fc.assert(
    fc.property(fc.array(anyAsked, { maxLength: 60 }), fc.integer({ min: 1, max: 4 }), (some, maxPerWeek) => {
      const asked = some
        .map((one, i) => ({ ...film, ...one, id: String(i) }))
        .toSorted((a, b) => a.at.getTime() - b.at.getTime())
      const condition = { mediaTypes: ['movie' as const], maxPerWeek }
      const passed = new Set(wouldApprove(condition, asked))
      for (const [index, one] of asked.entries()) {
        const before = asked
          .slice(0, index)
          .filter((other) => passed.has(other) && other.userId === one.userId)
          .filter((other) => other.at.getTime() > one.at.getTime() - WEEK_MS)
        const should = one.mediaType === 'movie' && before.length < maxPerWeek
        expect(passed.has(one)).toBe(should)
      }
    }),
  )
})
