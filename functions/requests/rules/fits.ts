import type { Role } from '../../../contracts/auth.ts'
import type { MediaKind } from '../../../contracts/media.ts'
import type { ApprovalCondition } from '../../../contracts/request-rules.ts'

/** What a condition looks at. What is not known (null) fulfils nothing that is asked of it. */
export interface Facts {
  mediaType: MediaKind
  is4k: boolean
  userId: string | null
  role: Role | null
  /** How many are asked for; 0 where there are none to name. */
  seasons: number
  year: number | null
  genres: readonly string[] | null
  vote: number | null
  runtimeMinutes: number | null
}

type Given = { [K in keyof ApprovalCondition]-?: NonNullable<ApprovalCondition[K]> }

/** Each condition by its name; `approved` is how many of the person's the same rule approved in the seven days before. */
const HOLDS: { [K in keyof Given]: (wanted: Given[K], facts: Facts, approved: number) => boolean } = {
  mediaTypes: (wanted, { mediaType }) => wanted.includes(mediaType),
  is4k: (wanted, { is4k }) => is4k === wanted,
  userIds: (wanted, { userId }) => userId !== null && wanted.includes(userId),
  roles: (wanted, { role }) => role !== null && wanted.includes(role),
  maxSeasons: (wanted, { mediaType, seasons }) => mediaType !== 'tv' || (seasons > 0 && seasons <= wanted),
  fromYear: (wanted, { year }) => year !== null && year >= wanted,
  toYear: (wanted, { year }) => year !== null && year <= wanted,
  genres: (wanted, { genres }) => genres !== null && shares(wanted, genres),
  notGenres: (wanted, { genres }) => genres !== null && !shares(wanted, genres),
  minVote: (wanted, { vote }) => vote !== null && vote >= wanted,
  maxRuntimeMinutes: (wanted, { runtimeMinutes }) => runtimeMinutes !== null && runtimeMinutes <= wanted,
  maxPerWeek: (wanted, _facts, approved) => approved < wanted,
}

const shares = (wanted: readonly string[], genres: readonly string[]): boolean => {
  const plain = (name: string): string => name.trim().toLowerCase()
  const known = new Set(genres.map(plain))
  return wanted.some((name) => known.has(plain(name)))
}

/** Whether everything that a condition names holds. One that names nothing fits every request. */
export function fits(condition: ApprovalCondition, facts: Facts, approved: number): boolean {
  return Object.entries(condition).every(([name, wanted]) => {
    if (wanted === undefined) return true
    const holds = HOLDS[name as keyof Given] as (wanted: unknown, facts: Facts, approved: number) => boolean
    return holds(wanted, facts, approved)
  })
}

/** What of a title the conditions ask for that a list of search results does not tell. */
export const needsDetails = ({ genres, notGenres, maxRuntimeMinutes, minVote, fromYear, toYear }: ApprovalCondition) =>
  [genres, notGenres, maxRuntimeMinutes, minVote, fromYear, toYear].some((wanted) => wanted !== undefined)

export const WEEK_MS = 7 * 86_400_000

/** A request with when it was asked, to be decided on in that order. */
export interface Asked extends Facts {
  id: string
  at: Date
}

/** Which of the requests a rule would have approved, had it decided on each as it was asked. */
export function wouldApprove<A extends Asked>(condition: ApprovalCondition, inOrder: readonly A[]): A[] {
  const approvedAt = new Map<string | null, number[]>()
  return inOrder.filter((asked) => {
    const earlier = approvedAt.get(asked.userId) ?? []
    const now = asked.at.getTime()
    if (!fits(condition, asked, earlier.filter((at) => at > now - WEEK_MS).length)) return false
    approvedAt.set(asked.userId, [...earlier.filter((at) => at > now - WEEK_MS), now])
    return true
  })
}
