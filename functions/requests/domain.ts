import { defineDomain, type StatementTable } from '../../bus/index.ts'
import { init } from './migrations/0001-init.ts'

export interface RequestTables {
  statement: StatementTable
  /** How each request and each issue stands, by what was said about it. */
  request_state: {
    lane: string
    ref: string
    /** The last word in the order of arrival: `approved automatic=false`. */
    word: string
    version: string
    /** When the webhook arrived that said it. */
    occurred_at: Date
  }
}

export const requests = defineDomain<RequestTables>({ name: 'requests', migrations: { '0001_init': init } })
