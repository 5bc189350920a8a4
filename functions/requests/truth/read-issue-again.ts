import type { Kysely } from 'kysely'
import { z } from 'zod'
import { OutsideError } from '../../../bus/index.ts'
import type { RequestTables } from '../domain.ts'
import type { Seerr } from '../seerr/client.ts'
import type { Patience } from '../seerr/media.ts'
import { Said, wordsOf } from '../seerr/requests.ts'
import { Issue } from '../seerr/shapes.ts'
import { databaseNow } from './read-again.ts'

export interface IssueReading {
  seerrId: number
  at: Date
  /** Null when Seerr has it no longer. */
  issue: Issue | null
}

const Answered = z.union([Issue, Said.loose()])
const NOT_FOUND = /issue not found/i

/**
 * Reads one issue with its comments and their authors. Older versions say 500 where there is none, so that only its own
 * words count. Throws `OutsideError`.
 */
export async function readIssueAgain(
  db: Kysely<RequestTables>,
  seerr: Seerr,
  seerrId: number,
  patience: Patience,
): Promise<IssueReading> {
  const at = await databaseNow(db)
  const request = { schema: Answered, expect: [404, 500], ...patience } as const
  const { data, status } = await seerr.call(`/issue/${seerrId}`, request)
  if (status !== 200 && NOT_FOUND.test(wordsOf(data) ?? '')) return { seerrId, at, issue: null }
  const read = Issue.safeParse(data)
  if (status !== 200 || !read.success) {
    throw new OutsideError('answer', 'Seerr', `Seerr says something about issue ${seerrId} that is not understood.`)
  }
  return { seerrId, at, issue: read.data }
}
