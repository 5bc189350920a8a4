import type { RouteInput } from '../../../contracts/http.ts'
import type { MediaKind } from '../../../contracts/media.ts'
import type { ApprovalCondition, ApprovalRule } from '../../../contracts/request-rules.ts'
import type { FailureCode, Issue } from '../../failure.ts'
import { t } from '../../messages.ts'

/** A rule as it stands in the form: what is typed is text, and what is empty does not matter. */
export interface Draft {
  name: string
  enabled: boolean
  mediaTypes: readonly MediaKind[]
  is4k: '' | 'yes' | 'no'
  userIds: readonly string[]
  role: '' | 'admin' | 'user'
  maxSeasons: string
  fromYear: string
  toYear: string
  genres: string
  notGenres: string
  minVote: string
  maxRuntimeMinutes: string
  maxPerWeek: string
}
export type Wrong = Partial<Record<keyof Draft, string>>
export type Input = RouteInput<'addApprovalRule'>

export const EMPTY: Draft = {
  name: '',
  enabled: true,
  mediaTypes: [],
  is4k: '',
  userIds: [],
  role: '',
  maxSeasons: '',
  fromYear: '',
  toYear: '',
  genres: '',
  notGenres: '',
  minVote: '',
  maxRuntimeMinutes: '',
  maxPerWeek: '',
}

const textOf = (value: number | undefined): string => (value === undefined ? '' : String(value))

export function draftOf({ name, enabled, condition }: ApprovalRule): Draft {
  const { mediaTypes, is4k, userIds, roles, genres, notGenres, ...numbers } = condition
  return {
    name,
    enabled,
    mediaTypes: mediaTypes ?? [],
    is4k: is4k === undefined ? '' : is4k ? 'yes' : 'no',
    userIds: userIds ?? [],
    // both roles are everybody
    role: roles?.length === 1 ? (roles[0] ?? '') : '',
    genres: genres?.join(', ') ?? '',
    notGenres: notGenres?.join(', ') ?? '',
    maxSeasons: textOf(numbers.maxSeasons),
    fromYear: textOf(numbers.fromYear),
    toYear: textOf(numbers.toYear),
    minVote: textOf(numbers.minVote),
    maxRuntimeMinutes: textOf(numbers.maxRuntimeMinutes),
    maxPerWeek: textOf(numbers.maxPerWeek),
  }
}

const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
const numberOf = (text: string): number => Number(text.trim().replace(',', '.'))

const NUMBERS = ['maxSeasons', 'fromYear', 'toYear', 'minVote', 'maxRuntimeMinutes', 'maxPerWeek'] as const

/** What the evaluator takes: only what was filled in. */
export function conditionOf(draft: Draft): ApprovalCondition {
  const { mediaTypes, is4k, userIds, role } = draft
  const [genres, notGenres] = [listOf(draft.genres), listOf(draft.notGenres)]
  return {
    ...(mediaTypes.length > 0 && { mediaTypes: [...mediaTypes] }),
    ...(is4k && { is4k: is4k === 'yes' }),
    ...(userIds.length > 0 && { userIds: [...userIds] }),
    ...(role && { roles: [role] }),
    ...(genres.length > 0 && { genres }),
    ...(notGenres.length > 0 && { notGenres }),
    ...Object.fromEntries(
      NUMBERS.filter((name) => draft[name].trim()).map((name) => [name, numberOf(draft[name])] as const),
    ),
  }
}

export const inputOf = (draft: Draft): Input => ({
  name: draft.name.trim(),
  enabled: draft.enabled,
  condition: conditionOf(draft),
})

/** What is wrong with a draft, as far as it can be told before asking; the portal stays the judge. */
export function wrongIn(draft: Draft): Wrong {
  const { invalid } = t.approval.editor
  const wrong: Wrong = {}
  if (!draft.name.trim()) wrong.name = invalid.name
  for (const name of ['maxSeasons', 'maxRuntimeMinutes', 'maxPerWeek'] as const) {
    if (draft[name].trim() && !/^[1-9]\d{0,4}$/.test(draft[name].trim())) wrong[name] = invalid.number
  }
  for (const name of ['fromYear', 'toYear'] as const) {
    if (draft[name].trim() && !/^(18[7-9]\d|19\d\d|2[01]\d\d|2200)$/.test(draft[name].trim()))
      wrong[name] = invalid.year
  }
  const vote = numberOf(draft.minVote)
  if (draft.minVote.trim() && !(vote >= 0 && vote <= 10)) wrong.minVote = invalid.vote
  const both = draft.fromYear.trim() && draft.toYear.trim() && !wrong.fromYear && !wrong.toYear
  if (both && numberOf(draft.fromYear) > numberOf(draft.toYear)) wrong.toYear = invalid.years
  return wrong
}

/** The portal's own objections, at the fields that they are about; a conflict of rules is one of names. */
export function wrongFrom({ code, issues }: { code: FailureCode; issues: readonly Issue[] }): Wrong {
  const wrong: Wrong = code === 'CONFLICT' ? { name: t.approval.editor.invalid.nameTaken } : {}
  for (const { path, message } of issues) {
    const [first = '', second = ''] = path.split('.')
    const field = first === 'condition' ? (second === 'roles' ? 'role' : second) : first
    if (Object.hasOwn(EMPTY, field)) wrong[field as keyof Draft] ??= message
  }
  return wrong
}
