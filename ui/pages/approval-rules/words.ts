import type { ApprovalCondition } from '../../../contracts/request-rules.ts'
import { t } from '../../messages.ts'

const { words, all } = t.approval

/** A condition as a sentence: what must hold for a request to pass. */
export function conditionWords(condition: ApprovalCondition): string {
  const { mediaTypes, is4k, userIds, roles, maxSeasons, fromYear, toYear, genres, notGenres, ...rest } = condition
  const parts = [
    mediaTypes && mediaTypes.map((type) => words.types[type]).join(', '),
    is4k !== undefined && (is4k ? words.only4k : words.no4k),
    roles?.length === 1 && roles[0] && words.roles[roles[0]],
    userIds && words.people(userIds.length),
    maxSeasons !== undefined && words.maxSeasons(maxSeasons),
    yearWords(fromYear, toYear),
    genres && words.genres(genres.join(' / ')),
    notGenres && words.notGenres(notGenres.join(', ')),
    rest.minVote !== undefined && words.minVote(rest.minVote),
    rest.maxRuntimeMinutes !== undefined && words.maxRuntime(rest.maxRuntimeMinutes),
    rest.maxPerWeek !== undefined && words.maxPerWeek(rest.maxPerWeek),
  ].filter((part) => typeof part === 'string')
  return parts.length === 0 ? all : parts.join(' · ')
}

function yearWords(from: number | undefined, to: number | undefined): string | undefined {
  if (from !== undefined && to !== undefined) return words.between(from, to)
  if (from !== undefined) return words.from(from)
  return to === undefined ? undefined : words.to(to)
}
